import { Agent, request } from 'node:http';
import { argv, cpuUsage } from 'node:process';
import { DatabaseSync } from 'node:sqlite';

/**
 * A relay without a promise: reads rows from a store, posts each with keep-alive, acknowledges in batches. Nothing of the
 * worker is in it. `node bare-loop.ts STORE PORT AT_ONCE WARM_UP`; prints what the rows behind the warm-up took.
 */
const [store = '', port = '', atOnce = '', warmUp = ''] = argv.slice(2);
const BATCH = 500;

const db = new DatabaseSync(store);
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
const page = db.prepare('SELECT row, document FROM outbox WHERE taken = 0 ORDER BY row LIMIT ?');
const acknowledge = db.prepare('UPDATE outbox SET taken = 1 WHERE taken = 0 AND row <= ?');
const agent = new Agent({ keepAlive: true, maxSockets: Number(atOnce) });

function post(body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request({ agent, port, host: '127.0.0.1', path: '/orders', method: 'POST', headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => {
        text += chunk;
      });
      reply.on('error', reject);
      reply.on('end', () => (reply.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function relay(rows: number): Promise<number> {
  let posted = 0;
  while (posted < rows) {
    const batch = page.all(Math.min(BATCH, rows - posted)) as { row: number; document: string }[];
    if (batch.length === 0) break;
    let next = 0;
    const poster = async () => {
      for (let row = batch[next++]; row !== undefined; row = batch[next++]) await post(row.document);
    };
    await Promise.all(Array.from({ length: Number(atOnce) }, poster));
    acknowledge.run(batch.at(-1)?.row ?? 0);
    posted += batch.length;
  }
  return posted;
}

await relay(Number(warmUp));
const [began, used] = [performance.now(), cpuUsage()];
const deliveries = await relay(Number.POSITIVE_INFINITY);
const { user, system } = cpuUsage(used);
const took = { ms: performance.now() - began, cpu_ms: (user + system) / 1000 };
process.stdout.write(`${JSON.stringify({ deliveries, ...took })}\n`);
agent.destroy();
