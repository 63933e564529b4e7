import { ExternalId } from '@causeway/contracts';

/** Codes of Business Central are upper case (`External Document No.` is a Code[35]); the end of our id is not. */
export const toNativeId = (externalId: string): string => externalId.toUpperCase();

/** Its last part, of hex digits. */
const MARK_LENGTH = 4;

/** Our id in a document's external number; null: it is somebody else's. */
export function toExternalId(externalDocumentNumber: string): string | null {
  const [head, mark] = [externalDocumentNumber.slice(0, -MARK_LENGTH), externalDocumentNumber.slice(-MARK_LENGTH)];
  return ExternalId.safeParse(head.toUpperCase() + mark.toLowerCase()).data ?? null;
}
