import { expect, test } from 'vitest';
import { optionsOf } from '../../options.ts';
import { businessCentral } from './adapter.ts';
import { apiRoot, companyOf, Settings, tokenUrl } from './settings.ts';

const code = { type: 'Account', number: '6810' };
const given = {
  tenant: 'contoso.com',
  company: 'CRONUS DE',
  clientId: 'c',
  clientSecretFile: '/run/secret',
  guestCustomerNumber: '10000',
  lines: { shipping: code, discount: code, fee: code, giftCard: code, rounding: code },
};

test('Microsoft’s cloud, unless the settings say otherwise', () => {
  const settings = Settings.parse(given);
  expect(apiRoot(settings)).toBe('https://api.businesscentral.dynamics.com/v2.0/contoso.com/Production/api/v2.0');
  expect(tokenUrl(settings)).toBe('https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token');
  expect(apiRoot(Settings.parse({ ...given, apiUrl: 'https://bc.example.test/api/v2.0/' }))).toBe(
    'https://bc.example.test/api/v2.0',
  );
});

test('a company is an id or a name', () => {
  const id = '5e3f1c0a-4b7d-4f2e-8c1d-2a9b7c6d5e4f';
  expect(companyOf(Settings.parse({ ...given, company: id }))).toEqual({ id });
  expect(companyOf(Settings.parse(given))).toEqual({ name: 'CRONUS DE' });
});

test('notifications need a secret to be believed by', () => {
  const notified = { ...given, notificationUrl: 'https://worker.example.test/hooks/erp' };
  expect(Settings.safeParse(notified).error?.issues[0]?.path).toEqual(['webhookSecretFile']);
  expect(Settings.safeParse({ ...notified, webhookSecretFile: '/run/hook' }).success).toBe(true);
});

test('every option says what it is, where its name doesn’t', () => {
  const silent = optionsOf(businessCentral).filter(({ about }) => about === '');
  expect(silent.map(({ name }) => name)).toEqual(['environment', 'clientSecretFile', 'scope']);
});
