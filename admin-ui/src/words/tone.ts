/** What a badge looks like. Colour and glyph repeat what its word says, and never say more. */
export type Tone = 'moving' | 'done' | 'waiting' | 'attention' | 'problem' | 'quiet';
