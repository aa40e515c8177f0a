/**
 * Inputs that wait for their step, per client a ring of rows. In the room's memory, so that the
 * next tick finds them on whatever worker it runs.
 *
 *   rows of a slot: [those that wait … | newest | being decoded | idle]
 *
 * Deltas are decoded onto a row of their own, which is the newest again until the input is whole:
 * what is refused leaves nothing behind.
 */
import type { Slot } from '../base/integers.ts';
import type { StatePlan } from '../schema/state-plan.ts';
import { type InputLayout, inputRowsBeside } from './layout.ts';
import type { SlotTable } from './slot-table.ts';
import { type ColumnBlock, copyRow, createColumnBlock, resetRow } from './state/column-block.ts';
import { type Handle, type HandleClass, handleClass } from './state/handle-class.ts';

/** Sequence number of an input that came reliably: its place in the stream is its number. */
export const reliableSeq = 0;
const stampMax = 0xffffffff;

export class InputQueues {
  readonly block: ColumnBlock;
  /** Inputs that wait per client; then the oldest is dropped. */
  readonly backlog: number;
  /** By slot: what the next stamp of a reliable input is counted from, ms. */
  readonly stampBases: Float64Array;
  readonly #plan: NonNullable<StatePlan['input']>;
  readonly #rowsPerSlot: number;
  readonly #slots: SlotTable;
  /** By row: the sequence number that an unreliable input carried. */
  readonly #seqs: Uint32Array;
  /** By row: ms of the room's clock, 0 where there was no stamp. The newest's: last consumed. */
  readonly #renderTimes: Uint32Array;
  readonly #reckonTimes: Uint32Array;
  /** By slot: 1 where the last input taken was an idle one. */
  readonly #idles: Uint8Array;
  readonly #Handle: HandleClass;
  readonly #handles: (Handle | undefined)[];

  constructor(data: DataView, plan: StatePlan, layout: InputLayout, slots: SlotTable) {
    const { buffer } = data;
    this.#plan = plan.input as NonNullable<StatePlan['input']>;
    this.block = createColumnBlock(data, layout);
    this.backlog = layout.backlog;
    this.#rowsPerSlot = layout.rowsPerSlot;
    this.#slots = slots;
    this.#seqs = new Uint32Array(buffer, layout.seqs, layout.rows);
    this.#renderTimes = new Uint32Array(buffer, layout.renderTimes, layout.rows);
    this.#reckonTimes = new Uint32Array(buffer, layout.reckonTimes, layout.rows);
    this.stampBases = new Float64Array(buffer, layout.stampBases, plan.clients);
    this.#idles = new Uint8Array(buffer, layout.idles, plan.clients);
    this.#Handle = handleClass(layout);
    this.#handles = new Array<Handle | undefined>(layout.rows).fill(undefined);
  }

  /** A client took the slot, or came back to it: all is as before its first input. */
  open(slot: Slot): void {
    this.#slots.heads[slot] = 0;
    this.#slots.waiting[slot] = 0;
    this.stampBases[slot] = 0;
    this.#idles[slot] = 0;
    const newest = this.#newestRow(slot);
    for (let beside = 0; beside < inputRowsBeside; beside++) {
      resetRow(this.block, this.#plan.fields, newest + beside);
    }
    this.#seqs[newest] = 0;
    this.#renderTimes[newest] = 0;
    this.#reckonTimes[newest] = 0;
  }

  /** What waits counts as consumed, and is not used. */
  clear(slot: number): void {
    while (this.#slots.waiting[slot] > 0) this.#consume(slot);
  }

  /** True for a sequence number above all that the client sent before. */
  isNew(slot: number, seq: number): boolean {
    return seq > this.#seqs[this.#newestRow(slot)];
  }

  /** The row onto which the client's next delta is decoded. */
  decodingRow(slot: number): number {
    return this.#newestRow(slot) + 1;
  }

  /** What is decoded so far. */
  decoding(slot: number): Handle {
    return this.#handleOf(this.decodingRow(slot));
  }

  /** The input is refused. */
  undo(slot: number): void {
    copyRow(this.block, this.#newestRow(slot), this.decodingRow(slot));
  }

  /**
   * The input is whole: it is the newest, and waits. When too many wait the oldest is dropped, as
   * in stock. Times are ms of the room's clock, 0 without a stamp.
   */
  push(slot: number, seq: number, renderTime: number, reckonTime: number): void {
    const { heads, waiting } = this.#slots;
    if (waiting[slot] === this.backlog) this.#consume(slot);
    const row = slot * this.#rowsPerSlot + ((heads[slot] + waiting[slot]) % this.backlog);
    const newest = this.#newestRow(slot);
    copyRow(this.block, newest + 1, newest);
    copyRow(this.block, newest + 1, row);
    if (seq !== reliableSeq) this.#seqs[newest] = seq;
    this.#seqs[row] = seq;
    this.#renderTimes[row] = clampStamp(renderTime);
    this.#reckonTimes[row] = clampStamp(reckonTime);
    waiting[slot]++;
  }

  /** The oldest waiting input, which counts as consumed from now on, or undefined. */
  next(slot: number): Handle | undefined {
    this.#idles[slot] = 0;
    if (this.#slots.waiting[slot] === 0) return undefined;
    return this.#handleOf(this.#consume(slot));
  }

  /** The newest input the client sent, consumed or not; defaults before its first. */
  latest(slot: number): Handle {
    return this.#handleOf(this.#newestRow(slot));
  }

  /** Stands in for an input that did not come: the defaults, and `fields` on top. No ack. */
  idle(slot: number, fields: Readonly<Record<string, unknown>> | undefined): Handle {
    const row = this.#newestRow(slot) + 2;
    const frame = this.#handleOf(row);
    const values = frame as unknown as Record<string, unknown>;
    resetRow(this.block, this.#plan.fields, row);
    if (fields !== undefined) {
      for (const { name } of this.#plan.fields) {
        const value = fields[name];
        if (value !== undefined) values[name] = value;
      }
    }
    this.#idles[slot] = 1;
    return frame;
  }

  /** Whether the last input taken was an idle one. */
  wasIdle(slot: number): boolean {
    return this.#idles[slot] === 1;
  }

  /** Stamps of the input consumed last, ms of the room's clock, or 0. */
  renderTime(slot: number): number {
    return this.#renderTimes[this.#newestRow(slot)];
  }
  reckonTime(slot: number): number {
    return this.#reckonTimes[this.#newestRow(slot)];
  }

  #newestRow(slot: number): number {
    return slot * this.#rowsPerSlot + this.backlog;
  }

  #consume(slot: number): number {
    const { heads, waiting, consumed, consumedSeqs } = this.#slots;
    const row = slot * this.#rowsPerSlot + heads[slot];
    const newest = this.#newestRow(slot);
    heads[slot] = (heads[slot] + 1) % this.backlog;
    waiting[slot]--;
    consumed[slot]++;
    if (this.#seqs[row] !== reliableSeq) consumedSeqs[slot] = this.#seqs[row];
    this.#renderTimes[newest] = this.#renderTimes[row];
    this.#reckonTimes[newest] = this.#reckonTimes[row];
    return row;
  }

  #handleOf(row: number): Handle {
    let handle = this.#handles[row];
    if (handle === undefined) {
      handle = new this.#Handle(this.block, row, 0);
      this.#handles[row] = handle;
    }
    return handle;
  }
}

/** A client may stamp anything; lag compensation holds it within its window. */
function clampStamp(ms: number): number {
  return ms > 0 ? Math.min(ms, stampMax) : 0;
}
