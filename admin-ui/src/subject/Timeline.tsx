import type { TimelineEntry } from '@causeway/contracts';
import { __ } from '@wordpress/i18n';
import { Ago } from '../parts/Ago.tsx';
import { locale } from '../parts/locale.ts';
import { absoluteTime } from '../words/relative-time.ts';

/** A subject's story, newest first. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <section aria-label={__('Timeline', 'causeway')} className="causeway-card">
      <h3>{__('Timeline', 'causeway')}</h3>
      {entries.length === 0 ? (
        <p>{__('Nothing has been told about it yet.', 'causeway')}</p>
      ) : (
        <ol className="causeway-timeline">
          {[...entries].reverse().map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id; two may say the same at one instant
            <li key={`${entry.at}-${entry.text}-${index}`} className={`is-${entry.level}`}>
              <p className="causeway-timeline__text">
                {entry.level !== 'info' && <strong>{levelWord(entry.level)}: </strong>}
                {entry.text}
              </p>
              <p className="causeway-timeline__when">
                {actorWord(entry.actor)} · {absoluteTime(entry.at, locale())} (<Ago at={entry.at} />)
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function levelWord(level: 'warning' | 'error'): string {
  return level === 'error' ? __('Error', 'causeway') : __('Warning', 'causeway');
}

/** `shop`, `causeway`, `operator` and `user:<id>` are the contract's words; anything else is a system's own name. */
function actorWord(actor: string): string {
  if (actor === 'shop') return __('Shop', 'causeway');
  if (actor === 'causeway') return 'Causeway';
  if (actor === 'operator') return __('Command line', 'causeway');
  if (actor.startsWith('user:')) return __('A person', 'causeway');
  return actor.length <= 4 ? actor.toUpperCase() : actor;
}
