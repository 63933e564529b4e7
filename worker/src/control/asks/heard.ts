import { ShopUnanswered } from '../../shop/asking.ts';
import type { ControlAnswer } from '../protocol.ts';
import type { Asker } from './ask.ts';

export const no = (problem: string): ControlAnswer => ({ said: 'no', problem });

const SAY_MS = 1000;
/** Who hears nothing for longer takes the worker for dead. */
const QUIET_MS_MAX = 10_000;

/**
 * Tells how far it is at most once a second, and the last again where it takes long. A shop that can't be asked is an
 * answer, not a failure of ours.
 */
export async function heard(
  { tell }: Asker,
  answer: (tell: (text: string) => void) => Promise<ControlAnswer>,
): Promise<ControlAnswer> {
  let said = { at: 0, text: 'asking the shop' };
  const say = (text: string) => {
    said = { at: performance.now(), text };
    tell(text);
  };
  const again = setInterval(() => say(said.text), QUIET_MS_MAX);
  try {
    return await answer((text) => {
      if (performance.now() - said.at >= SAY_MS) say(text);
    });
  } catch (error) {
    if (error instanceof ShopUnanswered) return no(`The shop can't be asked: ${error.message}.`);
    throw error;
  } finally {
    clearInterval(again);
  }
}
