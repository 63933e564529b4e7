import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { CannotCount } from './failure.ts';

const Line = z.strictObject({
  order_id: z.int().positive(),
  order_key: z.string().min(1),
  responded_at_ms: z.number().positive(),
});

/** What the buyer knows of one order: its id, its key, and when the checkout's answer came (epoch ms). */
export type Placed = z.infer<typeof Line>;

/** Reads JSON lines. Throws `CannotCount`, naming the line, when one is not what it should be or an order is there twice. */
export function readBuyerLog(file: string): Placed[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CannotCount(`buyer's log: ${(error as Error).message}`);
  }
  const placed = new Map<string, Placed>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const order = parse(line, `${file}:${index + 1}`);
    const identity = `${order.order_id} ${order.order_key}`;
    if (placed.has(identity)) throw new CannotCount(`${file}:${index + 1}: order ${order.order_id} is there twice`);
    placed.set(identity, order);
  }
  return [...placed.values()];
}

function parse(line: string, where: string): Placed {
  try {
    return Line.parse(JSON.parse(line));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new CannotCount(`${where}: ${reason}`);
  }
}
