import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A loopback port that can be shut as hard as a machine that goes down, and opened again. */
export class Port {
  readonly #handler: Handler;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #number: number;

  /** `number` 0: any free port, kept from the first `open` on. */
  constructor(number: number, handler: Handler) {
    this.#number = number;
    this.#handler = handler;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#number}`;
  }

  get isOpen(): boolean {
    return this.#server !== undefined;
  }

  /** Rejects when the port is taken. */
  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer(this.#handler);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        this.#server = undefined;
        reject(error);
      });
      server.listen(this.#number, '127.0.0.1', resolve);
    });
    this.#number = (server.address() as AddressInfo).port;
  }

  /** Refuses new connections and destroys the open ones. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
