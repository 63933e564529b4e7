import type { ReactNode } from 'react';
import { isMissing } from '../api/request.ts';
import { LoadFailed } from '../parts/LoadFailed.tsx';
import { Loading } from '../parts/Loading.tsx';
import { NothingYet } from '../parts/NothingYet.tsx';
import { PlaceLink } from '../place/PlaceLink.tsx';
import type { Place } from '../place/place.ts';

interface Props<Detail> {
  readonly asked: {
    readonly data: Detail | undefined;
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  /** To where it was opened from. */
  readonly back: { readonly to: Place; readonly label: string };
  readonly loading: string;
  /** What is said where the shop has no such subject. */
  readonly missing: { readonly title: string; readonly text: string };
  readonly children: (detail: Detail) => ReactNode;
}

/** One subject, opened: the way back, and what the shop answers of it. */
export function SubjectScreen<Detail>({ asked, back, loading, missing, children }: Props<Detail>) {
  const { data, error, isPending, refetch } = asked;
  return (
    <>
      <p className="causeway-back">
        <PlaceLink to={back.to}>{back.label}</PlaceLink>
      </p>
      {isPending && <Loading what={loading} />}
      {isMissing(error) && <NothingYet title={missing.title}>{missing.text}</NothingYet>}
      {error && !isMissing(error) && <LoadFailed error={error} onRetry={refetch} stale={data !== undefined} />}
      {data && !isMissing(error) && children(data)}
    </>
  );
}
