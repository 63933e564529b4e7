import type { Address, OrderSnapshot, SnapshotAddress } from '@causeway/contracts';

/** Where the goods go: the shipping address, or billing where the customer gave only that. */
export function shipTo(order: OrderSnapshot): Address {
  const given = order.shipping.address_1.trim() !== '' || order.shipping.city.trim() !== '';
  return normalised(given ? order.shipping : order.billing, order.billing.phone);
}

/** Who pays; an incomplete billing address (virtual goods, counter sales) is taken from shipping. */
export function billTo(order: OrderSnapshot): Address {
  const billing = normalised(order.billing, '');
  if (billing.line1 !== '' && billing.city !== '' && billing.country !== '') return billing;
  return { ...shipTo(order), name: billing.name || shipTo(order).name, phone: billing.phone };
}

function normalised(address: SnapshotAddress, phone: string): Address {
  return {
    name: tidy(`${address.first_name} ${address.last_name}`) || tidy(address.company),
    company: tidy(address.company),
    line1: tidy(address.address_1),
    line2: tidy(address.address_2),
    city: tidy(address.city),
    state: tidy(address.state),
    postcode: tidy(address.postcode).toUpperCase(),
    country: tidy(address.country).toUpperCase(),
    phone: tidy(address.phone) || tidy(phone),
  };
}

/** Runs of white space as one blank, none at the ends. */
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
