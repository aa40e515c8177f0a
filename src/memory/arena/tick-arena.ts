/**
 * Scratch memory for one tick: typed arrays, lists and records in bump order, all void when the
 * tick ends. One per worker thread, which alone uses it; its rooms take turns in the same bytes.
 *
 * A warm tick allocates nothing: an ArenaSequence, one per room view, remembers what its room was
 * handed out last tick, in order. Asked for the same shape and length at the same place, the
 * arena hands out the very same object. So ask for capacities, which stay, not for counts, which
 * change: another length makes a new view there, and moves every later one.
 *
 * A checked arena finds uses after reset instead, and allocates in every tick: reset detaches the
 * buffer (an array's length becomes 0, reads give undefined); lists and records throw ARENA_RESET.
 */
import { assert } from '../../base/assert.ts';
import { UsageError } from '../../base/errors.ts';
import { arenaViewsPerTickMax } from '../../base/limits.ts';
import { type ArenaList, listShapes } from './arena-list.ts';
import type { ArenaRecordShape, ArenaRecords, RecordFields } from './arena-records.ts';
import {
  type ArenaArrays,
  type ArenaKind,
  type ArenaShape,
  alignArenaBytes,
  arenaReset,
  arrayShapes,
} from './arena-shape.ts';

/** A view as it was last handed out; it takes [byteOffset, byteOffset + byteLength). */
interface ArenaPlace {
  readonly shape: ArenaShape<unknown>;
  readonly length: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly view: unknown;
}

/** What one room's ticks are handed out, in order of asking. The arena fills it. */
export class ArenaSequence {
  /** Grows to the most that one of the room's ticks asked for. */
  readonly places: ArenaPlace[] = [];
  /** In whose bytes the views are. */
  arena: TickArena | undefined;
}

export class TickArena {
  #buffer: ArrayBuffer;
  readonly #isChecked: boolean;
  /** Undefined between ticks. */
  #sequence: ArenaSequence | undefined;
  #nextPlace = 0;
  #usedBytes = 0;
  #highWaterBytes = 0;
  #misses = 0;

  /** Reserves its memory at once; the system backs only what ticks touch. */
  constructor(byteLength: number, options: { readonly checked?: boolean } = {}) {
    this.#buffer = new ArrayBuffer(alignArenaBytes(byteLength));
    this.#isChecked = options.checked ?? false;
  }

  /** Bytes that the current tick has taken, alignment included. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** The most bytes that one tick, before the current one, has taken. */
  get highWaterBytes(): number {
    return this.#highWaterBytes;
  }

  /** Views that had to be allocated so far: a warm tick adds none. */
  get misses(): number {
    return this.#misses;
  }

  /** A room's tick starts; what it takes is remembered in `sequence` for the room's next one. */
  begin(sequence: ArenaSequence): void {
    assert(this.#sequence === undefined, 'arena: begin before the last tick was reset');
    if (sequence.arena !== this) sequence.places.length = 0;
    sequence.arena = this;
    this.#sequence = sequence;
  }

  /** The tick ends, even if it failed: everything handed out since `begin` is void. */
  reset(): void {
    if (this.#isChecked && this.#sequence) this.#expire(this.#sequence);
    if (this.#usedBytes > this.#highWaterBytes) this.#highWaterBytes = this.#usedBytes;
    this.#sequence = undefined;
    this.#nextPlace = 0;
    this.#usedBytes = 0;
  }

  /** `length` numbers, with what an earlier tick left in them: `.fill(0)` where that matters. */
  f32(length: number): ArenaArrays['f32'] {
    return this.#take(arrayShapes.f32, length);
  }

  /** As `f32` with its own element type; so are the next six. */
  f64(length: number): ArenaArrays['f64'] {
    return this.#take(arrayShapes.f64, length);
  }

  i32(length: number): ArenaArrays['i32'] {
    return this.#take(arrayShapes.i32, length);
  }

  u32(length: number): ArenaArrays['u32'] {
    return this.#take(arrayShapes.u32, length);
  }

  i16(length: number): ArenaArrays['i16'] {
    return this.#take(arrayShapes.i16, length);
  }

  u16(length: number): ArenaArrays['u16'] {
    return this.#take(arrayShapes.u16, length);
  }

  i8(length: number): ArenaArrays['i8'] {
    return this.#take(arrayShapes.i8, length);
  }

  u8(length: number): ArenaArrays['u8'] {
    return this.#take(arrayShapes.u8, length);
  }

  /** An empty list of up to `capacity` numbers. */
  list<Kind extends ArenaKind>(kind: Kind, capacity: number): ArenaList<Kind> {
    const shape: ArenaShape<ArenaList<Kind>> = listShapes[kind];
    const list = this.#take(shape, capacity);
    list.clear();
    return list;
  }

  /** `length` records of a shape that `arenaRecord` made; contents as in `f32`. */
  records<Fields extends RecordFields>(
    shape: ArenaRecordShape<Fields>,
    length: number,
  ): ArenaRecords<Fields> {
    return this.#take(shape, length);
  }

  #take<View>(shape: ArenaShape<View>, length: number): View {
    const sequence = this.#sequence;
    if (sequence === undefined) throw arenaReset('scratch');
    const place = sequence.places[this.#nextPlace];
    if (
      place === undefined ||
      place.shape !== shape ||
      place.length !== length ||
      place.byteOffset !== this.#usedBytes
    ) {
      return this.#allocate(sequence, shape, length);
    }
    this.#nextPlace++;
    this.#usedBytes += place.byteLength;
    // That is what the shape's identity says: it has made this view.
    return place.view as View;
  }

  #allocate<View>(sequence: ArenaSequence, shape: ArenaShape<View>, length: number): View {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new UsageError('VALUE_INVALID', `scratch of length ${length}: give an integer >= 0`);
    }
    if (this.#nextPlace >= arenaViewsPerTickMax) throw tooManyViews();
    const byteOffset = this.#usedBytes;
    const byteLength = shape.bytesOf(length);
    const freeBytes = this.#buffer.byteLength - byteOffset;
    if (byteLength > freeBytes) throw arenaFull(byteLength, freeBytes);
    const view = shape.make(this.#buffer, byteOffset, length);
    sequence.places[this.#nextPlace] = { shape, length, byteOffset, byteLength, view };
    this.#nextPlace++;
    this.#usedBytes += byteLength;
    this.#misses++;
    return view;
  }

  /** Makes unusable what this tick was handed out, and forgets it. */
  #expire(sequence: ArenaSequence): void {
    for (const place of sequence.places) place.shape.expire(place.view);
    sequence.places.length = 0;
    // The bytes move to a new buffer, without a copy, and every view of the old one is detached.
    this.#buffer = this.#buffer.transfer();
  }
}

function arenaFull(wantedBytes: number, freeBytes: number): UsageError {
  return new UsageError(
    'ARENA_FULL',
    `the tick asked for ${wantedBytes} bytes of scratch and ${freeBytes} are left: ` +
      'raise createServer({ arenaBytes })',
  );
}

function tooManyViews(): UsageError {
  return new UsageError(
    'ARENA_FULL',
    `the tick took ${arenaViewsPerTickMax} pieces of scratch: take fewer, larger ones`,
  );
}
