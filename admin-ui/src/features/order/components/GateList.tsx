import type { Gate } from '@causeway/contracts';
import { __, sprintf } from '@wordpress/i18n';
import { Badge } from '../../../parts/Badge.tsx';
import { locale } from '../../../parts/locale.ts';
import { useNow } from '../../../refresh/use-now.ts';
import { gateStatusWords, gateWord } from '../../../words/gate.ts';
import { gateFor, gateWhen, openGates } from '../gate-story.ts';

/** Every gate that the order has to pass: those it stands before at once, all of them for who asks. */
export function GateList({ gates }: { readonly gates: readonly Gate[] }) {
  if (gates.length === 0) return null;
  const open = openGates(gates);
  return (
    <section aria-labelledby="causeway-gates" className="causeway-card causeway-gates">
      <h3 id="causeway-gates">{__('What it stands before', 'causeway')}</h3>
      {open.length === 0 ? <p>{__('Nothing: it waits for nobody.', 'causeway')}</p> : <Gates gates={open} />}
      <details>
        <summary>
          {/* translators: %d: how many gates an order has */}
          {sprintf(__('All %d gates, in order', 'causeway'), gates.length)}
        </summary>
        <Gates gates={gates} />
      </details>
    </section>
  );
}

function Gates({ gates }: { readonly gates: readonly Gate[] }) {
  return (
    <ol className="causeway-gates__list">
      {gates.map((gate) => (
        <GateLine key={gate.name} gate={gate} />
      ))}
    </ol>
  );
}

function GateLine({ gate }: { readonly gate: Gate }) {
  const now = useNow();
  const { label, tone } = gateStatusWords(gate.status);
  return (
    <li className={`causeway-gate is-${gate.status}`}>
      <Badge tone={tone}>{label}</Badge>
      <span className="causeway-gate__name">{gateWord(gate)}</span>
      <span className="causeway-gate__for">{gateFor(gate)}</span>
      <span className="causeway-gate__when">{gateWhen(gate, now, locale())}</span>
    </li>
  );
}
