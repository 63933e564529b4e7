import * as z from 'zod';
import type { Surroundings } from '../adapter.ts';
import { ApiAddress, SecretFile } from '../settings.ts';
import { TrytonClient } from './client.ts';

/** What every Tryton has, as ERP and as warehouse. */
export const TRYTON_SETTINGS = {
  /** Of the server, without the database: "https://tryton.example.com". */
  url: ApiAddress,
  database: z.string().min(1),
  user: z.string().min(1),
  passwordFile: SecretFile,
  /** A code (else a name): where orders are sent from. */
  warehouse: z.string().min(1).default('WH'),
  /** Whose stock is told; the one above where left out. */
  stockWarehouses: z.array(z.string().min(1)).min(1).optional(),
  /** Where returned goods are put that are not sold again: codes, else names, of locations. */
  places: z
    .strictObject({ damaged: z.string().min(1), quarantine: z.string().min(1), scrap: z.string().min(1) })
    .partial()
    .default({}),
  /** Try to assign shipments, at creation and whenever they are looked at: Tryton itself never does. */
  assign: z.boolean().default(true),
  /** How many records are asked for at once. */
  pageSize: z.int().min(1).max(1000).default(500),
  /** Only false on PostgreSQL: see `Line`. */
  oneAtATime: z.boolean().default(true),
};

const Shared = z.object(TRYTON_SETTINGS);
export type TrytonSettings = z.infer<typeof Shared>;

/** As long as one order's calls take a second, more of them at once only wait for each other. */
export const TRYTON_LIMITS = { callsAtOnce: 1, timeoutSeconds: 30 };

export function openClient(settings: TrytonSettings, system: string, surroundings: Surroundings): TrytonClient {
  const { url, database, user, passwordFile, oneAtATime } = settings;
  const password = surroundings.secret(passwordFile);
  return new TrytonClient({ url, database, user, password, oneAtATime }, system, surroundings);
}
