import type { FaultName } from '../../faults/catalogue.ts';
import type { Faults } from '../../faults/faults.ts';
import type { DiskWatch } from './kept-database.ts';
import type { LedgerWatch, Noted } from './ledger-disk.ts';
import type { Life } from './life.ts';
import type { Held } from './noted.ts';

const BEFORE: Readonly<Record<Held, FaultName>> = {
  rows: 'crash before rows are committed',
  'call sent': 'crash before a call is marked sent',
  outcome: 'crash before an outcome is committed',
  answer: "crash before an effect's answer is committed",
};
const AFTER: Readonly<Record<Held, FaultName>> = {
  rows: 'crash after rows are committed',
  'call sent': 'crash after a call is marked sent',
  outcome: 'crash after an outcome is committed',
  answer: "crash after an effect's answer is committed",
};
const ANYWHERE = { shop: null, subject: null, system: null };

/** What strikes around the commits of one process. */
export function commitWatch(life: Life, faults: Faults): DiskWatch {
  return {
    before(holds) {
      if (holds.size > 0 && faults.at('the engine can not commit', ANYWHERE))
        throw new Error('database or disk is full');
      for (const held of holds) {
        if (!faults.at(BEFORE[held], ANYWHERE)) continue;
        life.kill();
        throw new Error('killed');
      }
    },
    between(holds, lose) {
      if (holds.size === 0) return;
      if (faults.at('crash before a commit is on the disk', ANYWHERE)) life.kill();
      else if (faults.at('power cut before a commit is on the disk', ANYWHERE)) {
        lose();
        life.kill();
      }
    },
    after(holds) {
      for (const held of holds) if (faults.at(AFTER[held], ANYWHERE)) life.kill();
    },
  };
}

const BEFORE_NOTED: Readonly<Record<Noted, FaultName>> = {
  positions: 'crash before positions are committed',
  tellings: 'crash before a telling of stock is noted',
};
const AFTER_NOTED: Readonly<Record<Noted, FaultName>> = {
  positions: 'crash after positions are committed',
  tellings: 'crash after a telling of stock is noted',
};

/** What strikes around the commits of one process's ledger; whoever is dead touches it no more. */
export function ledgerWatch(life: Life, faults: Faults): LedgerWatch {
  return {
    alive() {
      if (life.ended) throw new Error('killed');
    },
    before(noted) {
      if (faults.at('the engine can not commit', ANYWHERE)) throw new Error('database or disk is full');
      if (noted === null || !faults.at(BEFORE_NOTED[noted], ANYWHERE)) return;
      life.kill();
      throw new Error('killed');
    },
    after(noted) {
      if (noted !== null && faults.at(AFTER_NOTED[noted], ANYWHERE)) life.kill();
    },
  };
}
