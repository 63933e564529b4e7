import * as z from 'zod';
import type { Errand } from './errand.ts';

const Note = z.object({ id: z.int(), resource: z.string(), message: z.string().nullable() });

/** Internal notes (`ir.note`) on records of one model, oldest first, by the record's id. */
export async function notesOn(errand: Errand, model: string, ids: readonly number[]): Promise<Map<number, string[]>> {
  const resources = ids.map((id) => `${model},${id}`);
  const rows = resources.length === 0 ? [] : await errand.read('ir.note', Note, [['resource', 'in', resources]]);
  const notes = new Map<number, string[]>(ids.map((id) => [id, []]));
  for (const { resource, message } of rows) notes.get(Number(resource.split(',')[1]))?.push(message ?? '');
  return notes;
}

/** Unless the record has this very note already. */
export async function addNote(errand: Errand, model: string, id: number, message: string): Promise<void> {
  const notes = await notesOn(errand, model, [id]);
  if (notes.get(id)?.includes(message)) return;
  await errand.create('ir.note', { resource: `${model},${id}`, message });
}
