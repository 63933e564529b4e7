import type { StockPlace } from '@causeway/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlacesTable } from './components/StockPlaces.tsx';
import { insteadOfPlaces } from './place-words.ts';

const main: StockPlace = {
  ...{ sku: 'TEA', node: 'MAIN', onHand: '7', allocated: '2', inTransit: null, damaged: '1', quarantined: '0' },
  ...{ asOf: '2026-11-22T10:00:00Z', counts: 'yes' },
};
const answer = (places?: StockPlace[]) => ({
  ...{ subject: 'stock/TEA', keeps: 'off' as const, days: 7, entries: [] },
  ...(places === undefined ? {} : { places }),
});

beforeEach(() => void vi.stubGlobal('window', {}));
afterEach(() => void vi.unstubAllGlobals());

describe('what lies where', () => {
  it('is a line each place, with a dash for what is not told, and why a place is not sold from', () => {
    const html = renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        <PlacesTable places={[main, { ...main, node: 'EAST', counts: 'offline' }]} />
      </QueryClientProvider>,
    );
    const cells = [...html.matchAll(/<td class="is-number">([^<]*)</g)].map(([, text]) => text);
    expect(cells.slice(0, 5)).toEqual(['7', '2', '–', '1', '0']);
    expect(html).toContain('EAST <em>(offline, not sold now)</em>');
    expect(html).not.toContain('MAIN <em>');
  });

  it('is asked of the worker, who may not come, or follow no such stock', () => {
    expect(insteadOfPlaces({ state: 'asked', answer: null })).toMatch(/Waiting for the worker/);
    expect(insteadOfPlaces({ state: 'unanswered', answer: null })).toMatch(/did not answer/);
    expect(insteadOfPlaces({ state: 'answered', answer: answer() })).toMatch(/follows no stock/);
    expect(insteadOfPlaces({ state: 'answered', answer: answer([]) })).toMatch(/No source/);
    expect(insteadOfPlaces({ state: 'answered', answer: answer([main]) })).toBeNull();
  });
});
