/**
 * Inputs that wait for their step: per client a ring of rows, and one more row with the newest
 * values, onto which the client's deltas are decoded. In the room's memory, so that the next tick
 * finds them on whatever worker it runs.
 */
import type { Slot } from '../base/integers.ts';
import { inputBacklogMax } from '../base/limits.ts';
import type { StatePlan } from '../schema/state-plan.ts';
import { type ColumnBlock, copyRow, createColumnBlock, resetRow } from './column-block.ts';
import { type Handle, type HandleClass, handleClass } from './handle-class.ts';
import { type InputLayout, inputRowsPerSlot } from './layout.ts';
import type { SlotTable } from './slot-table.ts';

/** Sequence number of an input that came reliably: its place in the stream is its number. */
export const reliableSeq = 0;

export class InputQueues {
  readonly block: ColumnBlock;
  readonly #plan: NonNullable<StatePlan['input']>;
  readonly #slots: SlotTable;
  /** By row: the sequence number that an unreliable input carried. */
  readonly #seqs: Uint32Array;
  readonly #Handle: HandleClass;
  readonly #handles: (Handle | undefined)[];

  constructor(data: DataView, plan: StatePlan, layout: InputLayout, slots: SlotTable) {
    this.#plan = plan.input as NonNullable<StatePlan['input']>;
    this.block = createColumnBlock(data, layout);
    this.#slots = slots;
    this.#seqs = new Uint32Array(data.buffer, layout.seqs, layout.rows);
    this.#Handle = handleClass(layout);
    this.#handles = new Array<Handle | undefined>(layout.rows).fill(undefined);
  }

  /** A client took the slot: nothing waits, and the newest values are the defaults. */
  open(slot: Slot): void {
    this.#slots.heads[slot] = 0;
    this.#slots.waiting[slot] = 0;
    const latest = this.latestRow(slot);
    resetRow(this.block, this.#plan.fields, latest);
    this.#seqs[latest] = 0;
  }

  latestRow(slot: number): number {
    return slot * inputRowsPerSlot + inputBacklogMax;
  }

  /** True, and remembered, for a sequence number above all that the client sent before. */
  accept(slot: number, seq: number): boolean {
    const latest = this.latestRow(slot);
    if (seq <= this.#seqs[latest]) return false;
    this.#seqs[latest] = seq;
    return true;
  }

  /** Queues what `latestRow` holds. When too many wait the oldest is dropped, as in stock. */
  push(slot: number, seq: number): void {
    const { heads, waiting } = this.#slots;
    if (waiting[slot] === inputBacklogMax) this.#consume(slot);
    const place = (heads[slot] + waiting[slot]) % inputBacklogMax;
    const row = slot * inputRowsPerSlot + place;
    copyRow(this.block, this.latestRow(slot), row);
    this.#seqs[row] = seq;
    waiting[slot]++;
  }

  /** The oldest waiting input, which counts as consumed from now on, or undefined. */
  next(slot: number): Handle | undefined {
    if (this.#slots.waiting[slot] === 0) return undefined;
    return this.#handleOf(this.#consume(slot));
  }

  /** The newest input the client sent, consumed or not; defaults before its first. */
  latest(slot: number): Handle {
    return this.#handleOf(this.latestRow(slot));
  }

  #consume(slot: number): number {
    const { heads, waiting, consumed, consumedSeqs } = this.#slots;
    const row = slot * inputRowsPerSlot + heads[slot];
    heads[slot] = (heads[slot] + 1) % inputBacklogMax;
    waiting[slot]--;
    consumed[slot]++;
    if (this.#seqs[row] !== reliableSeq) consumedSeqs[slot] = this.#seqs[row];
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
