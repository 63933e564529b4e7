import type { Tone } from '../words/tone.ts';

const glyphs = {
  moving: '→',
  done: '✓',
  waiting: '…',
  attention: '!',
  problem: '✕',
  quiet: '–',
} satisfies Record<Tone, string>;

/** A word with its tone. The glyph is for eyes that don't tell colours apart, so it is hidden from readers. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={`causeway-badge is-${tone}`}>
      <span className="causeway-badge__glyph" aria-hidden="true">
        {glyphs[tone]}
      </span>
      {children}
    </span>
  );
}
