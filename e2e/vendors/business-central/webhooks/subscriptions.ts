import type { Segment } from '../http/address.ts';
import type { Answer, Call } from '../http/call.ts';
import { noResource } from '../odata/api-error.ts';

export class Subscriptions {
  answer(_call: Call, segments: readonly Segment[]): Promise<Answer> {
    throw noResource(segments[0]?.name ?? '');
  }
}
