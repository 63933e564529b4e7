import type { Category, Owner } from '@causeway/contracts';
import { __ } from '@wordpress/i18n';
import type { CommandName, ExceptionStatus, Severity } from '../api/shapes.ts';
import type { Tone } from './tone.ts';

export function categoryWord(category: Category): string {
  const words = {
    connection: __('Connection', 'causeway'),
    timeout: __('Timeout', 'causeway'),
    unknown_outcome: __('Unknown outcome', 'causeway'),
    rate_limit: __('Rate limit', 'causeway'),
    authentication: __('Sign-in', 'causeway'),
    mapping: __('Mapping', 'causeway'),
    missing_reference: __('Missing reference', 'causeway'),
    validation: __('Validation', 'causeway'),
    duplicate: __('Duplicate', 'causeway'),
    conflict: __('Conflict', 'causeway'),
    stock: __('Stock', 'causeway'),
    total_mismatch: __('Totals differ', 'causeway'),
    too_large: __('Too large', 'causeway'),
    parse: __('Unreadable answer', 'causeway'),
    internal: __('Internal', 'causeway'),
  } satisfies Record<Category, string>;
  return words[category] ?? category;
}

export function ownerWord(owner: Owner): string {
  const words = {
    it: __('IT', 'causeway'),
    fulfilment: __('Fulfilment', 'causeway'),
    finance: __('Finance', 'causeway'),
    support: __('Support', 'causeway'),
  } satisfies Record<Owner, string>;
  return words[owner] ?? owner;
}

export function severityWords(severity: Severity): { readonly label: string; readonly tone: Tone } {
  const words = {
    info: { label: __('Info', 'causeway'), tone: 'quiet' },
    warning: { label: __('Warning', 'causeway'), tone: 'attention' },
    error: { label: __('Error', 'causeway'), tone: 'problem' },
    critical: { label: __('Critical', 'causeway'), tone: 'problem' },
  } satisfies Record<Severity, { label: string; tone: Tone }>;
  return words[severity] ?? { label: severity, tone: 'quiet' };
}

export function exceptionStatusWord(status: ExceptionStatus): string {
  const words = {
    open: __('Open', 'causeway'),
    acknowledged: __('Acknowledged', 'causeway'),
    resolved: __('Resolved', 'causeway'),
    ignored: __('Ignored', 'causeway'),
  } satisfies Record<ExceptionStatus, string>;
  return words[status] ?? status;
}

/** What was asked, while it hasn't happened yet. */
export function requestedWord(command: CommandName): string {
  const words = {
    retry: __('Retry requested', 'causeway'),
    resolve: __('Resolve requested', 'causeway'),
    acknowledge: __('Acknowledgement requested', 'causeway'),
    ignore: __('Ignore requested', 'causeway'),
    skip: __('Leaving out requested', 'causeway'),
    replay: __('Replay requested', 'causeway'),
    backfill: __('Sending of an older order requested', 'causeway'),
    approve: __('Approval requested', 'causeway'),
    reject: __('Rejection requested', 'causeway'),
  } satisfies Record<CommandName, string>;
  return words[command] ?? command;
}
