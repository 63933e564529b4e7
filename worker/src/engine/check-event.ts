import { SubjectKey } from '@causeway/contracts';
import type { EngineEvent } from './engine.ts';
import { EventRefused } from './errors.ts';
import { bytesOf, LIMITS } from './limits.ts';

/** The JSON of an event that an engine may take. Throws `EventRefused`. */
export function checkedBody({ id, shop, subject, event, memory }: EngineEvent): string {
  if (id === '' || shop === '') throw new EventRefused(id, 'it has no id or no shop');
  if (!SubjectKey.safeParse(subject).success) throw new EventRefused(id, 'its subject is not like "order/1042"');
  const body = JSON.stringify(event);
  const bytes = bytesOf(body) + (memory ? bytesOf(JSON.stringify(memory)) : 0);
  if (bytes > LIMITS.eventBytesMax) throw new EventRefused(id, `${bytes} bytes, at most ${LIMITS.eventBytesMax}`);
  return body;
}
