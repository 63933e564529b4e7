/** Codes of Business Central are upper case (`External Document No.` is a Code[35]); the end of our id is not. */
export const toNativeId = (externalId: string): string => externalId.toUpperCase();

const OURS = /^([A-Z0-9]{1,6}-\d{1,10}-)([0-9A-F]{4})$/;

/** Our id in a document's external number; null: it is somebody else's. */
export function toExternalId(externalDocumentNumber: string): string | null {
  const [, head, mark] = OURS.exec(externalDocumentNumber.toUpperCase()) ?? [];
  return head === undefined || mark === undefined ? null : head + mark.toLowerCase();
}
