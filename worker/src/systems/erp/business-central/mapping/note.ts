import { cut, pieces } from './texts.ts';

/** A sales order has no note: ours are comment lines that begin so, by which an amendment finds them again. */
const MARK = 'Note: ';
const DESCRIPTION_LENGTH = 100;
/** More is cut: 20 lines hold some 1,800 characters. */
const LINES_MAX = 20;

/** The descriptions of a note's comment lines. */
export function noteLines(note: string): string[] {
  return pieces(note.replace(/\s+/g, ' '), DESCRIPTION_LENGTH - MARK.length)
    .slice(0, LINES_MAX)
    .map((piece) => MARK + piece);
}

export const isNoteLine = ({ lineType, description }: { lineType: string; description: string }): boolean =>
  lineType === 'Comment' && description.startsWith(MARK);

export const comment = (description: string) => ({
  lineType: 'Comment',
  description: cut(description, DESCRIPTION_LENGTH),
});
