import { resolve } from 'node:path';

/**
 * The environment of a process of ours: what another compiled it loads as compiled. Node keeps that by the content of each
 * file, so that a changed one, or one with a bug planted, is compiled anew.
 */
export const environment: NodeJS.ProcessEnv = {
  NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../../../node_modules/.cache/causeway-compiled'),
  ...process.env,
};
