import { expect, it } from 'vitest';
import { memoryFlags } from './small-memory.ts';

it('prefers small memory, but not where Node was told how much its young objects may take', () => {
  expect(memoryFlags(['--enable-source-maps', ''])).toContain('--optimize-for-size');
  for (const given of [['--max-semi-space-size=4'], ['', '--no-warnings --max_semi_space_size=4']])
    expect(memoryFlags(given)).toEqual(['--heap-growing-percent=20']);
});
