import { isDeepStrictEqual } from 'node:util';
import { namedBy } from '../world/names.ts';
import { isLate } from './nothing-twice.ts';
import type { Promise_, Stores } from './stores.ts';

/** What came back is told to the ERP once, as the warehouse has it, after it was looked at; where the shop has it told, it is. */
export function receipts({ reports, returns, receipts: received, shops, rules, settleMs }: Stores): Promise_ {
  return {
    name: 'the ERP hears once what came back',
    document(externalId) {
      if (!rules.reportsReceipts) return null;
      for (const { doc } of returns.of(externalId)) {
        const told = reports.get(doc.id) ?? [];
        const inTime = told.filter(({ kept }) => !isLate(kept, settleMs));
        if (inTime.length > 1) return `${doc.id} (${externalId}) was told ${inTime.length} times what came back`;
        for (const { receipt } of told) {
          const there = received.of(externalId).find((kept) => kept.doc.id === receipt.id)?.doc;
          if (there?.status !== 'inspected') return `${doc.id} was told of ${receipt.id}, at which nobody had looked`;
          if (!isDeepStrictEqual(there.lines, receipt.lines))
            return `${doc.id} was told ${JSON.stringify(receipt.lines)}, and ${JSON.stringify(there.lines)} came`;
        }
      }
      return null;
    },
    calm() {
      if (!rules.reportsReceipts) return null;
      for (const shop of shops.values()) {
        for (const { key, mirror } of shop.db.subjects.values()) {
          if (mirror?.state !== 'closed' || mirror.exceptions.length > 0) continue;
          const wrong = untold(shop.code, key);
          if (wrong !== null) return wrong;
        }
      }
      return null;
    },
  };

  function untold(shop: string, key: string): string | null {
    const ids = [...returns.externalIds()].filter((id) => {
      const named = namedBy(id);
      return named.shop === shop && named.subject === key;
    });
    for (const id of ids) {
      const inspected = received.live(id).some(({ doc }) => doc.status === 'inspected');
      const told = returns.live(id).some(({ doc }) => (reports.get(doc.id) ?? []).length > 0);
      if (inspected && !told) return `${shop} ${key} is closed, and the ERP was never told what came back`;
    }
    return null;
  }
}
