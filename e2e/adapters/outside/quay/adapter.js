import { Quay } from './quay.js';

/**
 * @import { ErpAdapter, Finding, Kit, Surroundings } from '@causeway/worker/kit'
 */

/** The kit that this was written for: any 1.x from here on will do. */
export const kitVersion = '1.0';

/**
 * An ERP that takes its orders as files in a folder. Nothing of the worker is imported: `kit` has it all.
 *
 * @param {Kit} kit
 * @returns {ErpAdapter}
 */
export default (kit) => ({
  name: 'quay',
  role: 'erp',
  summary: "Quay's order folder",
  settings: kit.z.strictObject({
    folder: kit.z.string().min(1),
    pageSize: kit.z.int().min(1).max(1000).default(500),
  }),
  limits: { pollEverySeconds: 10 },
  open(/** @type {{ folder: string, pageSize: number }} */ settings, /** @type {Surroundings} */ { now }) {
    const quay = new Quay(kit, settings, now);
    return { port: quay, examine: async (references) => [reachable(quay), referenceData(quay, references.skus)] };
  },
});

/** @param {Quay} quay @returns {Finding} */
function reachable(quay) {
  const why = quay.whyUnusable();
  if (why === null) return { check: 'reachable', result: 'ok', detail: 'the folder can be written to', advice: null };
  return { check: 'reachable', result: 'failed', detail: why, advice: 'Check the path, and that it is mounted.' };
}

/** @param {Quay} quay @param {readonly string[]} skus @returns {Finding} */
function referenceData(quay, skus) {
  const unknown = skus.filter((sku) => !quay.knows(sku));
  if (unknown.length === 0)
    return { check: 'reference_data', result: 'ok', detail: 'every mapped SKU is known', advice: null };
  const detail = `not known here: ${unknown.join(', ')}`;
  return { check: 'reference_data', result: 'failed', detail, advice: 'Create them in Quay, or correct the mapping.' };
}
