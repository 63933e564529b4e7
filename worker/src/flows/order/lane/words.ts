import type { Operation, Role } from '../state.ts';

/** What each system and its document are called before staff, and its operations on the wire. */
export const WORDS = {
  erp: {
    system: 'the ERP',
    document: 'ERP order',
    operations: {
      create: 'create_order',
      find: 'find_orders',
      cancel: 'cancel_order',
      amend: 'amend_order',
      ship: 'report_shipment',
      substitute: 'substitute_line',
    },
  },
  wms: {
    system: 'the warehouse',
    document: 'warehouse release',
    operations: {
      create: 'create_release',
      find: 'find_releases',
      cancel: 'cancel_release',
      amend: 'amend_release',
      ship: 'report_shipment',
      substitute: 'substitute_line',
    },
  },
} as const satisfies Record<Role, { system: string; document: string; operations: Record<Operation, string> }>;
