import * as z from 'zod';
import { JsonApi, retryAfterMs } from '../http/json-api.ts';
import { ClientCredentialsSignIn } from '../http/oauth/client-credentials.ts';
import { currencyDigits } from '../policy/rounding/currency.ts';
import { fromMinor, plainDecimal, scaled, toMinor } from '../policy/rounding/money.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { clockSkew } from './clock-skew.ts';
import { ApiAddress, SecretFile } from './settings.ts';
import { WebhookRefused } from './system.ts';

/** Major: adapters must be changed. Minor: there is more in it. An adapter says for which it was written. */
const VERSION = '1.0';

/**
 * What an adapter from outside is given: all it needs of the worker, so that it depends on no package of ours, and
 * throws the worker's own `SystemFailure`. docs/adapters.md tells how to write one.
 */
export const kit = {
  version: VERSION,
  z,
  SystemFailure,
  WebhookRefused,
  JsonApi,
  retryAfterMs,
  ClientCredentialsSignIn,
  SecretFile,
  ApiAddress,
  clockSkew,
  currencyDigits,
  scaled,
  toMinor,
  fromMinor,
  plainDecimal,
} as const;

export type Kit = typeof kit;

/** Whether an adapter written for `version` ("1.0") can work with this kit. */
export function kitSuits(version: string): boolean {
  const [major, minor] = numbersOf(version);
  const [ours, most] = numbersOf(VERSION);
  return major === ours && minor <= most;
}

function numbersOf(version: string): [number, number] {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})$/.exec(version) ?? [];
  return [Number(major ?? Number.NaN), Number(minor ?? Number.NaN)];
}
