import { createServer, type Socket } from 'node:net';
import { argv, exit, stdin } from 'node:process';

/**
 * The outside systems of the bench, ERP and warehouse in one process that does next to nothing: it reads HTTP/1.1 by
 * hand, and answers each request after `argv[2]` ms in the sandbox systems' shapes. Prints its port; `GET /heard` tells
 * how many documents came in, and how many of them behind a newer one of the same subject.
 */
const latencyMs = Number(argv[2] ?? 0);
const documents = new Map<string, object>();
const newest = new Map<string, number>();
const heard = { documents: 0, outOfOrder: 0 };

// It ends with who started it.
stdin.resume().on('end', () => exit());
createServer(serve).listen(0, '127.0.0.1', function (this: { address(): unknown }) {
  process.stdout.write(`${(this.address() as { port: number }).port}\n`);
});

function serve(socket: Socket): void {
  let read = '';
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    read += chunk;
    for (let end = read.indexOf('\r\n\r\n'); end >= 0; end = read.indexOf('\r\n\r\n')) {
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(read.slice(0, end))?.[1] ?? 0);
      if (read.length < end + 4 + length) return;
      const reply = answer(read.slice(0, read.indexOf(' HTTP/')), read.slice(end + 4, end + 4 + length));
      read = read.slice(end + 4 + length);
      if (latencyMs === 0) socket.write(reply);
      else setTimeout(() => socket.write(reply), latencyMs);
    }
  });
}

/** Documents are known by `external_id`; of a subject's, the hex number behind its last dash rises. */
function answer(request: string, body: string): string {
  if (request.startsWith('GET /heard')) return http(heard);
  if (request.startsWith('POST /oauth/token')) return http({ access_token: 'bench', expires_in: 3600 });
  if (request.startsWith('GET ')) return http(found(request));
  const externalId = /"external_id":"([^"]*)"/.exec(body)?.[1] ?? '';
  heard.documents += 1;
  const release = request.startsWith('POST /releases');
  if (!release) checkOrder(externalId);
  const document = release ? shipped(externalId, body) : ordered(externalId, body);
  documents.set(`${release ? 'releases' : 'orders'} ${externalId}`, document);
  return http(document);
}

/** By its external id; what changed is not told. */
function found(request: string) {
  const [, kind = '', externalId = ''] = /^GET \/(\w+)\?external_id=(.*)$/.exec(request) ?? [];
  const document = documents.get(`${kind} ${externalId}`);
  const page = { orders: [], releases: [], items: [], changes: [], next_cursor: '0', more: false };
  return document === undefined ? page : { ...page, [kind]: [document] };
}

function ordered(externalId: string, body: string) {
  const total_minor = Number(/"total_minor":(\d+)/.exec(body)?.[1] ?? 0);
  const standing = { status: 'allocated', allocation: 'full', currency: 'EUR', total_minor, lines: [] };
  return { number: `SO-${heard.documents}`, external_id: externalId, ...standing };
}

/** One that came twice is out of order too. */
function checkOrder(externalId: string): void {
  const dash = externalId.lastIndexOf('-');
  const [subject, nr] = [externalId.slice(0, dash), Number.parseInt(externalId.slice(dash + 1), 16)];
  if (nr <= (newest.get(subject) ?? -1)) heard.outOfOrder += 1;
  else newest.set(subject, nr);
}

/** The warehouse sends everything at once, in one parcel. */
function shipped(externalId: string, body: string) {
  const asked = JSON.parse(body) as { lines: readonly { line_id: string; quantity: number }[] };
  const lines = asked.lines.map(({ line_id, quantity }) => ({ line_id, quantity }));
  const tracking = { carrier: 'PARCELHOUSE', tracking_number: `T-${heard.documents}`, tracking_url: '' };
  const parcel = { id: `P-${heard.documents}`, ...tracking, shipped_at: '2026-11-21T12:00:00Z', lines };
  const standing = { status: 'shipped', node: 'main', lines, shipments: [parcel] };
  return { id: `R-${heard.documents}`, external_id: externalId, ...standing };
}

function http(document: object): string {
  const body = JSON.stringify(document);
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
