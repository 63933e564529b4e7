import type { Category } from '@causeway/contracts';
import { SystemFailure } from '../../policy/system-failure.ts';

const MESSAGE_CHARACTERS_MAX = 300;

/** By Tryton's own English messages (`trytond/ir/message.xml` and those of its modules); the first that fits. */
const BY_MESSAGE: readonly (readonly [RegExp, Category])[] = [
  [/^You are not allowed to|^Calling button .* is not allowed/, 'authentication'],
  [/^To (continue|invoice|process|post|number|confirm)\b.*you must (define|create|configure|set)/, 'missing_reference'],
  [/don't exist anymore|does not exist|not found|^There is no|^No rate found|^Missing sequence/, 'missing_reference'],
  [/^You cannot|^To delete|^To modify|because they are used by|must be unique/, 'conflict'],
];

/**
 * The failure that an `error` in a reply means (Tryton sends it with status 200). Whatever it is, Tryton has rolled that
 * request back. A message names records, so what stands in quotation marks beside a word for a person is left out.
 */
export function refusal(system: string, error: readonly unknown[]): SystemFailure {
  const [kind, told] = error;
  const said = Array.isArray(told) ? told : [];
  switch (kind) {
    case 'UserError': {
      const message = plain(said[0]);
      const category = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? 'validation';
      return new SystemFailure(category, 'before_send', `${system} refused: ${message}`);
    }
    case 'UserWarning':
      return new SystemFailure('conflict', 'before_send', `${system} asks for a person's word: ${plain(said[1])}`);
    case 'ConcurrencyException':
      return new SystemFailure('conflict', 'before_send', `${system} refused: somebody else changed it meanwhile`);
    default:
      return new SystemFailure('internal', 'before_send', `${system} failed: ${plain(kind)}`);
  }
}

/** The first line, without personal data as far as its form tells. */
function plain(message: unknown): string {
  const [line = ''] = String(message ?? '').split('\n');
  return line
    .replace(/\b([Vv]alue|[Pp]arty|[Cc]ustomer|[Aa]ddress|[Cc]ontact|[Mm]echanism) "[^"]*"/g, '$1 "…"')
    .replace(/[^\s"<>]+@[^\s"<>]+/g, '…')
    .slice(0, MESSAGE_CHARACTERS_MAX);
}
