import type { AuditEntry } from '../../api/shapes.ts';
import { auditWord } from '../../words/audit-words.ts';

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** The entries as CSV (RFC 4180), with a line of names; instants in UTC. */
export function toCsv(entries: readonly AuditEntry[]): string {
  const head = ['at', 'who', 'actor', 'what', 'action', 'order', 'about', 'before', 'after', 'why'];
  const lines = entries.map((entry) => [
    new Date(entry.at).toISOString(),
    entry.actor_name,
    entry.actor,
    auditWord(entry.action),
    entry.action,
    entry.number,
    entry.about,
    entry.before,
    entry.after,
    entry.why,
  ]);
  return [head, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
