import type { SubjectException } from '@causeway/contracts';
import type { Reading } from '../canonical/reading.ts';
import type { OrderSettings } from '../settings.ts';

/** One rule before the ERP: no exception means *pass*, each exception is a *hold with a reason*. */
export interface Check {
  readonly name: string;
  readonly run: (reading: Reading, settings: OrderSettings) => readonly SubjectException[];
}
