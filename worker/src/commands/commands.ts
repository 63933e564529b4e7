import { ConfigurationMistakes, loadConfiguration, secretReader } from '../config/load.ts';
import { openRoster } from '../config/roster.ts';
import { BUILT_IN } from '../systems/registry.ts';
import { type Call, type Command, UsageMistake } from './command.ts';
import { doctor } from './doctor.ts';
import { pair } from './pair.ts';
import { PAST_OPTIONS, PAST_USAGE, pastOrders } from './past-orders.ts';
import { RECONCILE_OPTIONS, RECONCILE_USAGE, reconcile } from './reconcile.ts';
import { REHEARSE_OPTIONS, rehearseOrders } from './rehearse.ts';
import { run } from './run.ts';
import { STOCK_USAGE, stock } from './stock.ts';
import { systems } from './systems.ts';
import { TRAFFIC_OPTIONS, traffic } from './traffic.ts';
import { transcript } from './transcript.ts';
import { why } from './why.ts';

/** What `causeway` can do, by the word that asks for it; the help lists them in this order. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  run: {
    usage: '',
    about: 'work until stopped',
    async run(call) {
      await run(fileOf(call), call.environment);
      return 0;
    },
  },
  pair: {
    usage: 'URL CODE',
    about: 'pair with a shop; the code is shown in wp-admin, WooCommerce > Causeway',
    async run(call) {
      const [url, code] = call.words;
      if (url === undefined || code === undefined) throw new UsageMistake('causeway pair URL CODE --config FILE');
      await pair(await configured(call), url, code, call.terminal);
      return 0;
    },
  },
  why: {
    usage: '[SHOP] ORDER [--json]',
    about: 'where an order is, and why: by its id or external id',
    run: async (call) => why(await configured(call), call.words, call.json, call.terminal),
  },
  stock: {
    usage: STOCK_USAGE,
    about: 'what lies where of a SKU, what the shop may sell and was told, and why; held: what waits for a yes',
    run: async (call) => stock(await configured(call), call),
  },
  pause: {
    usage: '[SYSTEM] [--shop CODE] [--reason TEXT]',
    about: 'let no further call go out, to a system or to all, for a shop or for all; also after a restart',
    options: TRAFFIC_OPTIONS,
    run: async (call) => traffic('pause', await configured(call), call),
  },
  drain: {
    usage: '[SYSTEM] [--shop CODE] [--reason TEXT]',
    about: 'pause, and wait until no call is out',
    options: TRAFFIC_OPTIONS,
    run: async (call) => traffic('drain', await configured(call), call),
  },
  resume: {
    usage: '[SYSTEM] [--shop CODE]',
    about: 'take that pause off; where nothing is named, every pause',
    options: { shop: { type: 'string' } },
    run: async (call) => traffic('resume', await configured(call), call),
  },
  replay: {
    usage: PAST_USAGE.replay,
    about:
      'look at past orders again in ERP, warehouse and shop, and send what is missing; without --yes only say what would be done',
    options: PAST_OPTIONS.replay,
    run: async (call) => pastOrders('replay', await configured(call), call),
  },
  backfill: {
    usage: PAST_USAGE.backfill,
    about: 'send orders that are older than go-live; without --yes only say what would be done',
    options: PAST_OPTIONS.backfill,
    run: async (call) => pastOrders('backfill', await configured(call), call),
  },
  rehearse: {
    usage: '[SHOP] [--days 30] [--look-up] [--json]',
    about: 'what checks and mapping would say of past orders, without sending; --look-up asks the ERP for SKUs',
    options: REHEARSE_OPTIONS,
    run: async (call) => rehearseOrders(await configured(call), call),
  },
  reconcile: {
    usage: RECONCILE_USAGE,
    about: 'compare shop, ERP and warehouse; each order is told what was found, --dry-run only reports',
    options: RECONCILE_OPTIONS,
    run: async (call) => reconcile(await configured(call), call),
  },
  transcript: {
    usage: '[SHOP] ORDER [--json]',
    about: 'what ERP and warehouse were sent about an order and answered, as far as it is kept; or of system/NAME',
    run: async (call) => transcript(await configured(call), call.words, call.json, call.terminal),
  },
  check: {
    usage: '',
    about: 'read the configuration and its secrets, and say what is wrong',
    async run(call) {
      const { mistakes } = openRoster(await configured(call), secretReader(fileOf(call), call.environment));
      if (mistakes.length > 0) throw new ConfigurationMistakes(fileOf(call), mistakes);
      call.terminal.out('The configuration is in order.');
      return 0;
    },
  },
  doctor: {
    usage: '[SYSTEM…] [--json]',
    about: 'look at systems, shops and this machine, and say what to do',
    async run(call) {
      const status = await doctor(await configured(call), call.words, call.json, call);
      // An adapter that doesn't come back may still hold a connection; nothing here waits for it.
      return process.exit(status);
    },
  },
  systems: {
    usage: '[--json]',
    about: 'the adapters there are, and who uses which',
    async run(call) {
      const configuration = call.file === null ? null : await configured(call);
      systems(configuration?.known ?? BUILT_IN, configuration, call.json, call.terminal);
      return 0;
    },
  },
};

const configured = async (call: Call) => loadConfiguration(fileOf(call));

function fileOf({ file }: Call): string {
  if (file === null) throw new UsageMistake('say which configuration: --config FILE, or CAUSEWAY_CONFIG');
  return file;
}
