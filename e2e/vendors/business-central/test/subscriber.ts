import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Notification {
  readonly subscriptionId: string;
  readonly clientState: string;
  readonly resource: string;
  readonly changeType: string;
}

export interface Subscriber {
  readonly url: string;
  /** Each delivery's notifications, in the order of their arrival; a refused one too. */
  readonly deliveries: Notification[][];
  handshakes: number;
  /** How it answers a handshake. */
  shakes: 'rightly' | 'with another token' | 'with 202';
  /** The status for the nth delivery, from 0. */
  answer: (nth: number) => number;
  close(): void;
}

export async function subscriber(): Promise<Subscriber> {
  const server = createServer(async (request, response) => {
    const token = new URL(request.url ?? '/', 'http://subscriber').searchParams.get('validationToken');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (token !== null) {
      self.handshakes += 1;
      response
        .writeHead(self.shakes === 'with 202' ? 202 : 200)
        .end(self.shakes === 'with another token' ? 'x' : token);
      return;
    }
    response.writeHead(self.answer(self.deliveries.length)).end();
    self.deliveries.push((JSON.parse(body) as { value: Notification[] }).value);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const self: Subscriber = {
    url: `http://127.0.0.1:${port}/hook`,
    deliveries: [],
    handshakes: 0,
    shakes: 'rightly',
    answer: () => 202,
    close: () => server.close().closeAllConnections(),
  };
  return self;
}
