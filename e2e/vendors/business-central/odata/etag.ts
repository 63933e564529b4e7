import { ApiError } from './api-error.ts';

/** The weak ETag of one state of a record. */
export function etagOf(record: { readonly id: string; readonly version: number }): string {
  return `W/"${Buffer.from(`44;${record.id};${record.version};`).toString('base64')}"`;
}

/**
 * Holds `If-Match`, which every PATCH and DELETE needs: an ETag that was read, or `*`
 * (dev-itpro/webservices/use-odata-to-modify-data.md; each `…_update.md` and `…_delete.md`).
 */
export function checkMatch(
  ifMatch: string | undefined,
  record: { readonly id: string; readonly version: number },
): void {
  if (ifMatch === undefined) throw new ApiError(400, 'BadRequest_InvalidToken', 'If-Match is missing.');
  if (ifMatch !== '*' && ifMatch !== etagOf(record))
    throw new ApiError(409, 'Request_EntityChanged', 'The record is not as it was read.');
}
