/** How often a screen looks again, in ms. It stops while the tab is hidden (react-query's default). */
export const refreshMs = { moving: 2_000, calm: 15_000, status: 5_000 } as const;

export const refreshEvery = (moving: boolean): number => (moving ? refreshMs.moving : refreshMs.calm);
