import { type Command, type EffectNumber, isBefore } from '@causeway/contracts';

/** What the shop was shown of a subject's exceptions: by cause, in which telling each first stood, and the newest that it took. */
interface Shown {
  readonly opened: Readonly<Record<string, { readonly version: EffectNumber | null }>>;
  readonly last: EffectNumber | null;
}

/**
 * Whether who saw the telling `seen` of a subject (null: any) knew what first stood in `version` (null: the shop has not
 * answered it yet); `last`: the newest that the shop took.
 */
export function knewOf(seen: EffectNumber | null, version: EffectNumber | null, last: EffectNumber | null): boolean {
  if (seen === null) return true;
  // Not answered yet: only who has seen more than we know to be shown can have seen it.
  return version === null ? last === null || isBefore(last, seen) : !isBefore(seen, version);
}

/** Asked of an exception (no `cause`: of all) that is no more, or that whoever asks had not seen. `now`: causes of those that are. */
export function isOutdated(
  { opened, last }: Shown,
  { seen, cause }: Pick<Command, 'seen' | 'cause'>,
  now: readonly string[],
): boolean {
  if (cause !== null && !now.includes(cause)) return true;
  return (cause === null ? now : [cause]).some((each) => !knewOf(seen, opened[each]?.version ?? null, last));
}
