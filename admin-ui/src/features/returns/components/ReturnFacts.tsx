import { __, sprintf } from '@wordpress/i18n';
import type { ReturnDetail } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/Ago.tsx';
import { Copyable } from '../../../parts/Copyable.tsx';
import { Fact, Facts } from '../../../parts/Facts.tsx';
import { goodsOf, originWord } from '../../../words/return-state.ts';

/** What was asked for, the money, and what to look the return up by elsewhere. */
export function ReturnFacts({ detail }: { readonly detail: ReturnDetail }) {
  return (
    <section aria-labelledby="causeway-return-facts" className="causeway-card">
      <h3 id="causeway-return-facts">{__('What it is about', 'causeway')}</h3>
      <Facts>
        <Fact label={__('Begun by', 'causeway')}>{originWord(detail.origin)}</Fact>
        <Fact label={__('Goods', 'causeway')}>{goodsOf(detail)}</Fact>
        <Fact label={__('Reason', 'causeway')}>{detail.asked_reason}</Fact>
        <Fact label={__('Money', 'causeway')}>{moneyOf(detail)}</Fact>
        <Fact label={__('ERP number', 'causeway')}>
          {detail.erp_number && <Copyable text={detail.erp_number} what={__('ERP number', 'causeway')} />}
        </Fact>
        <Fact label={__('External id', 'causeway')}>
          {detail.external_id && <Copyable text={detail.external_id} what={__('external id', 'causeway')} />}
        </Fact>
        <Fact label={__('Last change', 'causeway')}>{detail.updated_at > 0 && <Ago at={detail.updated_at} />}</Fact>
      </Facts>
    </section>
  );
}

function moneyOf({ exchange, refunded, currency }: ReturnDetail): string {
  /* translators: 1: an amount, 2: its currency */
  if (refunded !== null) return sprintf(__('%1$s %2$s refunded', 'causeway'), refunded, currency);
  return exchange ? __('Goods are replaced, nothing is paid back', 'causeway') : '';
}
