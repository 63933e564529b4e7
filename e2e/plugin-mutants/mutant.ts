import type { Bug } from '../mutants/plant.ts';

/** A bug that somebody could write, planted into a copy of the plugin. `file` is within the checkout. */
export interface PluginMutant extends Bug {
  /** What it breaks, in words. */
  readonly breaks: string;
  /** Files of PHPUnit tests that have to find it, within `plugin/tests`, without `.php`. */
  readonly tests: readonly string[];
}
