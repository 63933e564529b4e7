/** Rows of text as a Markdown table, columns aligned; the first row is the head. Numbers stand to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String));
  const [head = [], ...body] = texts;
  const right = head.map((_, column) => body.every((row) => /^[+−-]?[\d.,]*( .*)?$/.test(row[column] ?? '')));
  const widths = head.map((_, column) => Math.max(3, ...texts.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, right[column] ?? false)).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${right[column] ? ':' : '-'}`).join('|')}|`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

/** A difference with its sign. */
export function signed(value: number, digits = 1): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
