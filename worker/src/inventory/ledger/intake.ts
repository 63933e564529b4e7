import type { InventoryPosition } from '@causeway/contracts';
import type { Telling } from '../telling.ts';
import { isLater, isSame, rankOf, withTold } from './position-row.ts';
import { COLUMNS, offlinePlaces, positionsAt, skusOf, sourceRow } from './rows.ts';
import type { Statements } from './statements.ts';
import type { Rank, WaitingList } from './waiting-list.ts';

/** What a telling says as a whole, and when it was heard (epoch ms). */
export type Frame = Omit<Telling, 'positions' | 'faults'> & { readonly heardAt: number };

/** Of one SKU what a telling says; null: it doesn't count, a person rejected it. */
export interface Entry {
  readonly sku: string;
  readonly told: readonly InventoryPosition[] | null;
}

export type Told = ReadonlyMap<string, readonly InventoryPosition[]>;
type Places = {
  readonly gone: readonly string[];
  readonly turned: readonly string[];
  readonly offline: ReadonlySet<string>;
};

/**
 * Takes tellings in: a small one in one commit; of a large one first all portions are put down, then it is accepted, then each
 * portion is one commit. A crash loses nothing of what was accepted, and all of what was not.
 */
export class Intake {
  readonly #file: Statements;
  readonly #waiting: WaitingList;

  constructor(file: Statements, waiting: WaitingList) {
    this.#file = file;
    this.#waiting = waiting;
  }

  /**
   * The SKUs that a telling concerns: that it names, that it leaves out although it is complete, and of which something lies
   * at a place that comes or goes.
   */
  concerned(
    source: string,
    { positions, complete, nodes }: Pick<Telling, 'positions' | 'complete' | 'nodes'>,
  ): string[] {
    const skus = new Set(positions.map(({ sku }) => sku));
    const places = this.#turned(source, nodes);
    const known = complete
      ? skusOf(this.#file, source)
      : [...places.gone, ...places.turned].flatMap((node) => this.#at(source, node));
    for (const sku of known) skus.add(sku);
    return [...skus];
  }

  /**
   * Takes in a telling that concerns no more than a portion: positions, places and cursor in one commit, with the SKUs that are
   * now to be told. `entries`: every SKU that it concerns.
   */
  take(source: string, frame: Frame, entries: readonly Entry[]): void {
    this.#file.transaction(() => {
      this.#put(source, frame, entries);
      this.#end(source, frame);
    });
  }

  /** Puts down the next portion of a telling that is larger; nothing of it counts before it is accepted. */
  putDown(source: string, nth: number, entries: readonly Entry[]): void {
    this.#file.transaction(() => {
      if (nth === 0) this.#file.run('DELETE FROM portion WHERE source = ?', source);
      this.#file.run('INSERT INTO portion VALUES (?, ?, ?)', source, nth, JSON.stringify(entries));
    });
  }

  /** All portions are put down: from now on the telling is taken in (`resume`), whatever happens between. */
  accept(source: string, frame: Frame): void {
    this.#file.run('INSERT INTO accepted VALUES (?, ?)', source, JSON.stringify(frame));
  }

  /**
   * Takes in one more portion of what was accepted; with the last its places and cursor. False: nothing is left to do. A SKU
   * is in whole or not at all.
   */
  resume(source: string): boolean {
    const file = this.#file;
    const accepted = file.all('SELECT frame FROM accepted WHERE source = ?', source)[0];
    if (accepted === undefined) return false;
    const frame = JSON.parse(String(accepted.frame)) as Frame;
    const [portion] = file.all('SELECT nth, entries FROM portion WHERE source = ? ORDER BY nth LIMIT 1', source);
    file.transaction(() => {
      if (portion === undefined) {
        this.#end(source, frame);
        file.run('DELETE FROM accepted WHERE source = ?', source);
        return;
      }
      this.#put(source, frame, JSON.parse(String(portion.entries)));
      file.run('DELETE FROM portion WHERE source = ? AND nth = ?', source, Number(portion.nth));
    });
    return portion !== undefined;
  }

  #put(source: string, frame: Frame, entries: readonly Entry[]): void {
    const offline = offlinePlaces(this.#file, source);
    const places = this.#turned(source, this.#isOld(source, frame) ? null : frame.nodes);
    const isJudged = this.#file.all('SELECT 1 FROM verdict WHERE source = ? LIMIT 1', source).length > 0;
    const ranks = new Map<string, Rank>();
    for (const { sku, told } of entries) {
      const known = positionsAt(this.#file, source, sku);
      const next = (told === null ? known : withTold(known, told, frame)).filter(
        ({ node }) => !places.gone.includes(node),
      );
      const isOther = this.#write(source, known, next);
      const isTurned = known.some(({ node }) => places.turned.includes(node));
      if (isOther || isTurned) ranks.set(sku, rankOf(online(known, offline), online(next, places.offline)));
      if (isJudged && (isOther || isTurned || (told !== null && told.length > 0)))
        this.#file.run('DELETE FROM verdict WHERE source = ? AND sku = ?', source, sku);
    }
    this.#waiting.add(source, ranks);
  }

  /** Of one SKU. True: other quantities lie somewhere, whatever they are as of. */
  #write(source: string, known: readonly InventoryPosition[], next: readonly InventoryPosition[]): boolean {
    let isOther = false;
    for (const position of next) {
      const before = known.find(({ node }) => node === position.node);
      const same = before !== undefined && isSame(before, position);
      isOther ||= !same;
      if (same && before.asOf === position.asOf) continue;
      this.#file.run(
        `INSERT OR REPLACE INTO position (source, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[source, position.sku, position.node, position.onHand, position.allocated, position.inTransit],
        ...[position.damaged, position.quarantined, position.pendingReturns ?? null, position.asOf],
      );
    }
    for (const { sku, node } of known) {
      if (next.some((position) => position.node === node)) continue;
      isOther = true;
      this.#file.run('DELETE FROM position WHERE source = ? AND sku = ? AND node = ?', source, sku, node);
    }
    return isOther;
  }

  /** The telling is in: what it says as a whole. */
  #end(source: string, frame: Frame): void {
    const file = this.#file;
    const isOld = this.#isOld(source, frame);
    if (frame.nodes !== null && !isOld) {
      for (const node of this.#turned(source, frame.nodes).gone)
        file.run('DELETE FROM place WHERE source = ? AND node = ?', source, node);
      for (const { node, online } of frame.nodes)
        file.run('INSERT OR REPLACE INTO place VALUES (?, ?, ?)', source, node, Number(online));
    }
    file.run('DELETE FROM verdict WHERE source = ? AND approved = 1', source);
    file.run('DELETE FROM held_fall WHERE source = ?', source);
    const upTo = isOld ? sourceRow(this.#file, source).upTo : frame.upTo;
    file.run('INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, NULL)', source, frame.cursor, upTo, frame.heardAt);
  }

  /** An old copy of the system answered: of its places it knows less than was told before. */
  #isOld(source: string, { upTo }: Frame): boolean {
    const known = sourceRow(this.#file, source).upTo;
    return known !== null && upTo !== null && isLater(known, upTo);
  }

  /** What a telling says of places. `gone`: not told of any more, with all that lay there; `offline`: once it is in. */
  #turned(source: string, nodes: Telling['nodes']): Places {
    const offline = offlinePlaces(this.#file, source);
    if (nodes === null) return { gone: [], turned: [], offline };
    const known = this.#file.all('SELECT node FROM place WHERE source = ?', source).map(({ node }) => String(node));
    return {
      gone: known.filter((node) => !nodes.some((named) => named.node === node)),
      turned: nodes.filter((one) => one.online === offline.has(one.node)).map(({ node }) => node),
      offline: new Set(nodes.filter((one) => !one.online).map(({ node }) => node)),
    };
  }

  #at(source: string, node: string): string[] {
    const rows = this.#file.all('SELECT sku FROM position WHERE source = ? AND node = ?', source, node);
    return rows.map(({ sku }) => String(sku));
  }
}

/** Without what lies at places that can't send now. */
function online(positions: readonly InventoryPosition[], offline: ReadonlySet<string>): readonly InventoryPosition[] {
  return offline.size === 0 ? positions : positions.filter(({ node }) => !offline.has(node));
}
