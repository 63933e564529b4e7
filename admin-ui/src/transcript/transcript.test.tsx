import type { Transcript } from '@causeway/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TranscriptEntries } from './TranscriptEntries.tsx';
import { insteadOfEntries } from './transcript-words.ts';

const entry: Transcript = {
  at: 1_800_000_000_000,
  took_ms: 12,
  system: 'erp',
  operation: 'create_order',
  outcome: 'parse',
  request: { head: 'POST /orders', body: '{"customer":"[personal]"}' },
  reply: { head: '200 OK', body: '<script>alert(1)</script>' },
  problem: null,
};
const answer = (keeps: 'off' | 'errors' | 'all', entries: Transcript[] = []) => ({
  subject: 'order/1',
  keeps,
  days: 7,
  entries,
});

beforeEach(() => void vi.stubGlobal('window', {}));
afterEach(() => void vi.unstubAllGlobals());

describe('what was sent and answered', () => {
  it('says that it waits for the worker, and that the worker did not come', () => {
    expect(insteadOfEntries({ state: 'asked', answer: null })).toMatch(/Waiting for the worker/);
    expect(insteadOfEntries({ state: 'unanswered', answer: null })).toMatch(/did not answer/);
  });

  it('says why nothing was kept', () => {
    expect(insteadOfEntries({ state: 'answered', answer: answer('off') })).toMatch(/"transcripts.keep" is "off"/);
    expect(insteadOfEntries({ state: 'answered', answer: answer('errors') })).toMatch(/failed.*older than 7 days/);
    expect(insteadOfEntries({ state: 'answered', answer: answer('all') })).toMatch(/sent nothing.*older than 7 days/);
    expect(insteadOfEntries({ state: 'answered', answer: answer('all', [entry]) })).toBeNull();
  });

  it('shows requests and replies as text, whatever a system answered', () => {
    const html = renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        <TranscriptEntries entries={[entry, { ...entry, reply: null, problem: 'gone' }]} />
      </QueryClientProvider>,
    );
    expect(html).toContain('erp create_order: parse');
    expect(html).toContain('POST /orders\n\n{&quot;customer&quot;:&quot;[personal]&quot;}');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
    expect(html).toContain('No answer came.');
    expect(html).toContain('gone');
  });
});
