import * as z from 'zod';
import { ApiAddress, SecretFile } from '../../settings.ts';

const Code = z.string().min(1).max(20);

/** What a line of a sales order books on. `taxCode`: where the shop's line has none. */
const LineCode = z.strictObject({
  type: z.enum(['Account', 'Item', 'Charge']),
  number: Code,
  taxCode: Code.optional(),
});

const Lines = z.strictObject({
  shipping: LineCode,
  discount: LineCode,
  fee: LineCode,
  giftCard: LineCode,
  rounding: LineCode,
});

/** The options of a configured Business Central. */
export const Settings = z
  .strictObject({
    tenant: z.string().min(1).describe('the tenant in Microsoft Entra: its GUID or a domain of it'),
    environment: z.string().min(1).default('Production'),
    company: z.string().min(1).describe('the company’s id (a GUID) or its name'),
    clientId: z.string().min(1).describe('of the app that is registered in Entra and in Business Central'),
    clientSecretFile: SecretFile,
    apiUrl: ApiAddress.optional().describe('the API’s address up to /api/v2.0, where it isn’t Microsoft’s own cloud'),
    tokenUrl: ApiAddress.optional().describe('the token endpoint, where it isn’t login.microsoftonline.com'),
    scope: z.string().min(1).default('https://api.businesscentral.dynamics.com/.default'),
    guestCustomerNumber: Code.describe('the customer on whom orders without an account are booked'),
    customers: z
      .enum(['number', 'email', 'guest'])
      .default('number')
      .describe('whose order it is: by the account’s number, by its e-mail address, or always the guests’'),
    payments: z
      .enum(['payment_terms', 'not_sent'])
      .default('payment_terms')
      .describe('what the mapping’s words for payment methods are there: an order has payment terms only'),
    lines: Lines.describe(
      'what shipping, discount, fee, giftCard and rounding lines book on: {type, number, taxCode?}',
    ),
    locationCode: z.string().min(1).max(10).optional().describe('from which location item lines ship'),
    allocation: z
      .enum(['on_open', 'on_draft'])
      .default('on_open')
      .describe('the status from which an order may go to the warehouse: the API tells of no reservation'),
    notificationUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        'this system’s address at our intake, as Business Central reaches it; without it, polls tell of changes',
      ),
    webhookSecretFile: SecretFile.optional().describe(
      'what its notifications have to carry; needed with notificationUrl',
    ),
  })
  .refine(
    ({ notificationUrl, webhookSecretFile }) => notificationUrl === undefined || webhookSecretFile !== undefined,
    {
      path: ['webhookSecretFile'],
      error: 'notificationUrl needs a secret that notifications have to carry',
    },
  );

export type Settings = z.infer<typeof Settings>;
export type LineCode = z.infer<typeof LineCode>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const companyOf = ({ company }: Settings): { readonly id: string } | { readonly name: string } =>
  GUID.test(company) ? { id: company } : { name: company };

/** https://learn.microsoft.com/dynamics365/business-central/dev-itpro/webservices/api-endpoint-structure */
export const apiRoot = ({ apiUrl, tenant, environment }: Settings): string =>
  apiUrl?.replace(/\/+$/, '') ??
  `https://api.businesscentral.dynamics.com/v2.0/${encodeURIComponent(tenant)}/${encodeURIComponent(environment)}/api/v2.0`;

export const tokenUrl = ({ tokenUrl: given, tenant }: Settings): string =>
  given ?? `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
