import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { checkout, eventually } from '../promises/ground.ts';
import type { Running } from '../stage/serving/process.ts';
import { Document } from './document.ts';
import { type Ground, lackingProgram, prepareGround } from './ground.ts';
import { type NotifyReceiver, receiveNotifications } from './notify-receiver.ts';
import type { Tried } from './own-systemd/own-systemd.ts';
import { startUnit } from './unit.ts';

export const UNIT = '/etc/causeway-test.service';
export const INSTALLED = '/opt/causeway/current';
export const CONFIGURATION = '/etc/causeway/causeway.json';
const WATCHDOG_MS = 1500;

/** One empty server on which the document is followed from its first command to its last. */
export class Rig {
  readonly document = new Document(join(checkout, 'docs/install.md'));
  /** What a systemd of its own made of the unit; null: not begun. */
  underSystemd: Promise<Tried | string | Error | null> = Promise.resolve(null);
  #lacks = lackingProgram();
  #ground: Ground | undefined;
  #systemd: NotifyReceiver | undefined;
  #worker: Running | undefined;

  async prepare(): Promise<void> {
    if (this.#lacks !== null) return;
    this.#ground = await prepareGround();
    mkdirSync(join(this.ground.server.folder, 'run'));
    const receiver = await receiveNotifications(join(this.ground.server.folder, 'run/notify'));
    if (receiver === null) throw new Error('perl is there, but can not listen');
    this.#systemd = receiver;
  }

  async stop(): Promise<void> {
    await this.underSystemd;
    await this.#worker?.stop();
    this.#systemd?.stop();
    await this.#ground?.stop();
  }

  get ground(): Ground {
    return there(this.#ground);
  }

  /** What the worker has told the service manager, oldest first. */
  get heard(): NotifyReceiver['heard'] {
    return there(this.#systemd).heard;
  }

  /** Where the worker logs. */
  get log(): string {
    return there(this.#worker).log;
  }

  /** A test that stands on those before: where the machine lacks something, or one failed, it is skipped for that reason. */
  step(name: string, follow: (context: TestContext) => Promise<void> | void): void {
    test(name, async (context) => {
      if (this.#lacks !== null) context.skip(this.#lacks);
      context.onTestFailed(() => {
        this.#lacks = 'an earlier step failed';
      });
      await follow(context);
    });
  }

  /** Skips this step and all after it. */
  leaveOut(context: TestContext, why: string): void {
    this.#lacks = why;
    context.skip(why);
  }

  /** Runs the document's commands of that name, to which `input` is typed; gives what they print. */
  async follow(name: string, input = ''): Promise<string> {
    const ended = await this.ground.server.run(this.document.take('test', name), input);
    expect(ended.code, `${name}: ${ended.stderr}${ended.stdout}`).toBe(0);
    return ended.stdout;
  }

  /** Returns once it said that it is ready. */
  async startWorker(): Promise<void> {
    const { server } = this.ground;
    const before = this.heard.length;
    cpSync(server.path(`${INSTALLED}/deploy/causeway.service`), server.path(UNIT));
    this.#worker = await startUnit(server, UNIT, there(this.#systemd).socket, WATCHDOG_MS);
    await eventually(() => expect(this.heard.slice(before).flat()).toContain('READY=1'));
  }

  /** As systemd ends it: SIGTERM to the worker alone. */
  async stopWorker(): Promise<void> {
    const worker = there(this.#worker);
    process.kill(worker.pid, 'SIGTERM');
    await eventually(() => expect(worker.isAlive()).toBe(false));
    await worker.stop();
  }

  healthz(): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.ground.intakePort}/healthz`);
  }
}

function there<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('nothing was prepared');
  return part;
}
