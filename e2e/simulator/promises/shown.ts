import { MIRROR_BYTES_MAX, type Mirror, TIMELINE_ENTRIES_MAX } from '@causeway/contracts';
import type { Promise_ } from './stores.ts';

/** Every order has one state and a reason; what is shown stays small. */
export const shown: Promise_ = {
  name: 'every order can answer: where are you, and why?',
  subject(shop, key) {
    const mirror = shop.db.subjects.get(key)?.mirror;
    if (!mirror) return null;
    const name = `${shop.code} ${key}`;
    if (!/^[a-z_]{1,32}$/.test(mirror.state)) return `${name} has the state "${mirror.state}"`;
    if (mirror.reason === '' && key.startsWith('order/')) return `${name} is ${mirror.state} without a reason`;
    if (mirror.open && key.startsWith('order/') && mirror.waiting_for === '')
      return `${name} is ${mirror.state} and waits for nothing`;
    if (mirror.timeline.length > TIMELINE_ENTRIES_MAX) return `${name} has ${mirror.timeline.length} lines of story`;
    const { attempt } = mirror;
    if (attempt !== null && attempt.n > attempt.of) return `${name} is at attempt ${attempt.n} of ${attempt.of}`;
    if (small.has(mirror)) return null;
    const bytes = Buffer.byteLength(JSON.stringify(mirror));
    if (bytes > MIRROR_BYTES_MAX) return `what is shown of ${name} has ${bytes} bytes`;
    small.add(mirror);
    return null;
  },
};

/** Mirrors that were found small enough: the shop puts another in its place, and writes to none. */
const small = new WeakSet<Mirror>();
