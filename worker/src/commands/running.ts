import { ControlRefused } from '../control/client.ts';

/** What the worker that runs answered: without one nothing can be asked or sent. Throws `ControlRefused`. */
export async function running<T extends { readonly said: string }>(asked: Promise<T | null>): Promise<T> {
  const said = await asked;
  if (said !== null) return said;
  throw new ControlRefused(
    'No worker runs here: start it (systemctl start causeway, or causeway run), then ask again.',
  );
}
