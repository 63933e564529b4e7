import type { Effect } from '@causeway/contracts';
import type { FaultName } from '../../faults/catalogue.ts';
import type { Faults } from '../../faults/faults.ts';
import type { Say } from '../../trace/trace.ts';
import type { EffectWeather } from './answers.ts';
import { PhpDied, type Shop } from './shop.ts';

/** What goes wrong in the shop while it applies effects. */
export function effectWeather(shop: Shop, faults: Faults, say: Say): EffectWeather {
  const strikes = (fault: FaultName, { subject }: Effect) =>
    faults.at(fault, { shop: shop.code, subject, system: null });
  const dies = (fault: FaultName) => (effect: Effect) => {
    if (strikes(fault, effect)) throw new PhpDied();
  };
  return {
    before: dies('PHP dies before an effect'),
    done: dies('PHP dies before the effect is recorded'),
    intended: dies('PHP dies before it pays back'),
    paid: dies('PHP dies after it paid back'),
    recorded: dies('PHP dies after the effect is recorded'),
    refusal(effect) {
      if (effect.kind !== 'mirror' && strikes('effects are put off', effect)) return 'later';
      return strikes('another plugin stops an effect', effect) ? 'failed' : null;
    },
    meanwhile(effect) {
      if (strikes('edited during an effect', effect)) {
        say('a person', () => `edits ${effect.subject} while ${effect.kind} is applied`);
        shop.edit(effect.subject);
      }
      if (strikes('cancelled during an effect', effect)) {
        say('a person', () => `cancels ${effect.subject} while ${effect.kind} is applied`);
        shop.change(effect.subject, { status: 'cancelled' });
      }
    },
  };
}
