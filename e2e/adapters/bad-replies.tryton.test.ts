import { describe } from 'vitest';
import { badReplies } from './bad-replies/suite.ts';
import { trytonLine } from './bad-replies/tryton-line.ts';
import type { Call } from './fault-proxy.ts';
import { trytonMissing } from './subjects/tryton-stage.ts';

const missing = trytonMissing();

/** Tryton says with every refusal 200, and that it rolled the request back. */
const inside = {
  body: ({ body }: Call) => ({ id: JSON.parse(body).id, error: ['UserError', ['Something within went wrong.', '']] }),
  ends: 'validation before_send',
};

describe.skipIf(missing !== null)(`on a real Tryton${missing === null ? '' : ` (${missing})`}`, () => {
  badReplies({ name: 'tryton-erp', start: trytonLine, signsIn: true, inside });
});
