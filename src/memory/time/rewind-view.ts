/**
 * The past as a game sees it: `past.ships.get(key)?.x`. One view per room and worker, aimed anew
 * by each call; its handles are made once per row. Reads only.
 */
import type { EntityTable } from '../state/entity-table.ts';
import type { Handle } from '../state/handle-class.ts';
import { type PastHandle, type PastHandleClass, pastHandleClass } from './rewind-handle.ts';
import type { RewindHistory } from './rewind-history.ts';
import type { RewindTableLayout } from './time-layout.ts';

export class RewindView {
  readonly #history: RewindHistory;
  readonly #tables: readonly PastTable[];
  /** Times that the view is aimed at, ms: of what clients show interpolated, and of reckoned. */
  time = 0;
  reckonTime = 0;

  /** `state` is the room's own, whose maps say which entity a key means now. */
  constructor(history: RewindHistory, state: Handle) {
    this.#history = history;
    this.#tables = history.layout.tables.map(
      (layout) => new PastTable(history, layout, mapOf(state, layout.name)),
    );
    for (const table of this.#tables) {
      Object.defineProperty(this, table.layout.name, { value: table, enumerable: true });
    }
  }

  /**
   * As stock's Rewind: times are held within the samples and `maxMs`; 0 is a clock that has not
   * synced, and sees the newest sample. Where a client stamped no `reckonTime`, it is taken to be
   * half way from its `time` to `nowMs`.
   */
  aim(time: number, reckonTime: number, nowMs: number): this {
    const history = this.#history;
    const newest = history.count === 0 ? 0 : history.time(0);
    const oldest = newest - history.layout.maxMs;
    const middle = reckonTime > 0 ? reckonTime : time > 0 ? (time + nowMs) / 2 : newest;
    this.time = time > 0 ? within(time, oldest, newest) : newest;
    this.reckonTime = within(middle, oldest, newest);
    for (const table of this.#tables) {
      table.aim(table.layout.isReckoned ? this.reckonTime : this.time);
    }
    return this;
  }
}

function mapOf(state: Handle, name: string): EntityTable {
  return state[name as keyof Handle] as unknown as EntityTable;
}

/** The entities of one map at the time that its view is aimed at. */
export class PastTable {
  readonly layout: RewindTableLayout;
  readonly #history: RewindHistory;
  readonly #live: EntityTable;
  readonly #data: DataView;
  readonly #Handle: PastHandleClass;
  readonly #handles: (PastHandle | undefined)[];
  /** The sample at or before the view's time, counted back from the newest; -1: there is none. */
  #back = -1;
  #share = 0;

  constructor(history: RewindHistory, layout: RewindTableLayout, live: EntityTable) {
    this.layout = layout;
    this.#history = history;
    this.#live = live;
    this.#data = history.data;
    this.#Handle = pastHandleClass(layout);
    this.#handles = new Array<PastHandle | undefined>(layout.rows).fill(undefined);
  }

  /** For the engine: @internal */
  aim(time: number): void {
    const history = this.#history;
    const oldest = history.count - 1;
    let back = 0;
    while (back < oldest && history.time(back) > time) back++;
    this.#back = history.count === 0 ? -1 : back;
    this.#share = 0;
    if (back === 0 || oldest < 0) return;
    const from = history.time(back);
    this.#share = within((time - from) / (history.time(back - 1) - from), 0, 1);
  }

  /**
   * An entity that is in the map now, as it was: by its key or its handle. Undefined for one that
   * is gone, and for one that no client was shown yet. One that came after the view's time is
   * where clients first saw it. The handle holds until the next `get` of the same entity.
   */
  get(keyOrEntity: string | Handle): PastHandle | undefined {
    const live = this.#live;
    const entity = typeof keyOrEntity === 'string' ? live.get(keyOrEntity) : keyOrEntity;
    if (entity === undefined || !live.has(entity)) return undefined;
    const row = entity.$row;
    const generation = entity.$generation;
    let back = this.#back;
    while (back >= 0 && this.#generationAt(back, row) !== generation) back--;
    if (back < 0) return undefined;
    const handle = this.#handleOf(row);
    const isBetween = back === this.#back && back > 0;
    handle.$older = this.#history.start(back);
    handle.$newer = isBetween ? this.#history.start(back - 1) : handle.$older;
    handle.$share = isBetween ? this.#share : 0;
    return handle;
  }

  #generationAt(back: number, row: number): number {
    const at = this.#history.start(back) + this.layout.sampledGenerations + row * 4;
    return this.#data.getUint32(at, true);
  }

  #handleOf(row: number): PastHandle {
    let handle = this.#handles[row];
    if (handle === undefined) {
      handle = new this.#Handle(this.#data, row);
      this.#handles[row] = handle;
    }
    return handle;
  }
}

function within(value: number, min: number, max: number): number {
  return value < min ? min : value > max ? max : value;
}
