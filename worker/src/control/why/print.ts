import type { Gate } from '@causeway/contracts';
import { instant } from './instant.ts';
import type { KnownWhy, UnknownWhy, WhyAnswer } from './shape.ts';

/** What `causeway why` prints: the worst word first, then every gate, then what needs a person. */
export function printed(why: WhyAnswer): string[] {
  return why.found ? [headline(why), '', ...gateLines(why), ...exceptionLines(why), ...footnotes(why)] : [missing(why)];
}

function missing({ reason, since, now }: UnknownWhy): string {
  return since === null ? reason : `${reason} (not reached since ${instant(since, now)})`;
}

/** "Order 1042 (DEMO-1042-9f3a) waits: the ERP's limit until 14:03:10" */
function headline(why: KnownWhy): string {
  const { order_id, number, external_id, gates, held_calls, state, reason, now } = why;
  const aliases = [
    ...(number === String(order_id) ? [] : [`number ${number}`]),
    ...(external_id === null ? [] : [external_id]),
  ];
  const order = `Order ${order_id}${aliases.length === 0 ? '' : ` (${aliases.join(', ')})`}`;
  const held = gates.find(({ status }) => status === 'held');
  if (held !== undefined) return `${order} is held: ${held.detail}${until(held.until, now)}`;
  const [call] = held_calls;
  if (call !== undefined) return `${order} waits: ${call.why}${until(call.until, now)}`;
  const waiting = gates.find(({ status }) => status === 'waiting');
  if (waiting !== undefined) return `${order} waits: ${waiting.detail}${until(waiting.until, now)}`;
  return `${order} is ${state.replaceAll('_', ' ')}: ${reason}`;
}

const until = (at: number | null, now: number): string => (at === null ? '' : ` until ${instant(at, now)}`);

function gateLines({ gates, now }: KnownWhy): string[] {
  const labels = Math.max(...gates.map(({ label }) => label.length));
  return gates.map((gate) => {
    const line = `  ${gate.status.padEnd(8)} ${gate.label.padEnd(labels)}  ${when(gate, now)}`;
    return `${line}${gate.detail === '' ? '' : `  ${gate.detail}`}`.trimEnd();
  });
}

function when({ at, until: next }: Gate, now: number): string {
  const since = at === null ? '' : `since ${instant(at, now)}`;
  const then = next === null ? '' : `until ${instant(next, now)}`;
  return [since, then].filter(Boolean).join(', ');
}

function exceptionLines({ exceptions }: KnownWhy): string[] {
  if (exceptions.length === 0) return [];
  const lines = exceptions.flatMap(({ cause, owner, severity, title, detail, next_step }) => [
    `  ${title} (${severity}, for ${owner}; ${cause})`,
    ...[detail, `Next step: ${next_step}`].filter(Boolean).map((text) => `    ${text}`),
  ]);
  return ['', 'Needs a person:', ...lines];
}

function footnotes({ erp_number, held_calls, exchange, now }: KnownWhy): string[] {
  const notes = held_calls.map(
    (call) => `The call to ${call.system} has not left: ${call.why}${until(call.until, now)}.`,
  );
  if (erp_number !== null) notes.push(`ERP number ${erp_number}.`);
  if (exchange === null)
    notes.push("No worker runs: this is what the engine's file says, and nothing moves until one is started.");
  else if (exchange.problem !== null)
    notes.push(`The shop: ${exchange.problem}; last exchange ${lastAt(exchange.last_at, now)}.`);
  return notes.length === 0 ? [] : ['', ...notes];
}

const lastAt = (at: number | null, now: number): string => (at === null ? 'none since the start' : instant(at, now));
