import { type BadRequest, CODES, FILTERS, NOBODY, ORDER } from './bad-request.ts';

const query = (name: string, options: string, code: string, page: string, set = 'salesOrders'): BadRequest => ({
  name,
  request: `GET ${set}?${options}`,
  status: 400,
  code,
  page,
});

export const QUERIES: readonly BadRequest[] = [
  query('a filter on no property', "$filter=externalDocumentNo eq 'X'", 'BadRequest', FILTERS),
  query('a string without quotes', '$filter=externalDocumentNumber eq 101', 'BadRequest', FILTERS),
  query('a number in quotes', "$filter=totalAmountIncludingTax gt '5'", 'BadRequest', FILTERS),
  query('a GUID in quotes', `$filter=customerId eq '${NOBODY}'`, 'BadRequest', FILTERS),
  query('"or" over two fields', "$filter=number eq 'A' or externalDocumentNumber eq 'A'", 'BadRequest', FILTERS),
  query('"in" without schema 2.1', "$filter=number in ('A','B')", 'BadRequest', FILTERS),
  query('a string without its end', "$filter=number eq 'A", 'BadRequest', FILTERS),
  query('a single quote within a string', "$filter=number eq 'O'Brien'", 'BadRequest', FILTERS),
  query('a comparison without its value', '$filter=number eq', 'BadRequest', FILTERS),
  query('$select of no property', '$select=number,colour', 'BadRequest', ORDER),
  query('$orderby no property', '$orderby=colour', 'BadRequest', ORDER),
  query('$expand of no property', '$expand=salesLines', 'BadRequest', ORDER),
  query('$top below none', '$top=-1', 'BadRequest_InvalidRequestUrl', CODES),
  query('an unknown option', '$search=ada', 'BadRequest_InvalidRequestUrl', CODES),
  query('an option twice', '$top=1&$top=2', 'BadRequest_InvalidRequestUrl', CODES),
  query('a made-up skip token', '$skiptoken=20', 'BadRequest_InvalidRequestUrl', CODES),
  {
    ...query(
      'pages of none',
      '$top=5',
      'BadRequest_InvalidRequestUrl',
      'webservices/Server-Driven-Paging-in-OData-Web-Services.md',
    ),
    headers: { prefer: 'odata.maxpagesize=0' },
  },
];
