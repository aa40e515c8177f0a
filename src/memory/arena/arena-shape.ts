/**
 * What a TickArena can hand out: a shape says how many bytes a view of some length takes, makes
 * it, and makes it useless when its tick has ended. Worker thread only; a shape has no state.
 */
import { UsageError } from '../../base/errors.ts';

export interface ArenaShape<View> {
  /** Bytes that a view of `length` takes, a multiple of 8: any element type may come next. */
  bytesOf(length: number): number;
  make(buffer: ArrayBuffer, byteOffset: number, length: number): View;
  /** Checked arenas only: the view's tick is over, and its buffer is detached right after. */
  expire(view: View): void;
}

/** The element types, by the names that games use, and what a game gets for each. */
export interface ArenaArrays {
  readonly f32: Float32Array<ArrayBuffer>;
  readonly f64: Float64Array<ArrayBuffer>;
  readonly i32: Int32Array<ArrayBuffer>;
  readonly u32: Uint32Array<ArrayBuffer>;
  readonly i16: Int16Array<ArrayBuffer>;
  readonly u16: Uint16Array<ArrayBuffer>;
  readonly i8: Int8Array<ArrayBuffer>;
  readonly u8: Uint8Array<ArrayBuffer>;
}

export type ArenaKind = keyof ArenaArrays;

type ArrayShapes = { readonly [Kind in ArenaKind]: ArenaShape<ArenaArrays[Kind]> };

export const arrayShapes: ArrayShapes = {
  f32: arrayShape(Float32Array),
  f64: arrayShape(Float64Array),
  i32: arrayShape(Int32Array),
  u32: arrayShape(Uint32Array),
  i16: arrayShape(Int16Array),
  u16: arrayShape(Uint16Array),
  i8: arrayShape(Int8Array),
  u8: arrayShape(Uint8Array),
};

/** Not `alignUp`: an absurd length must stay an absurd number until it is refused. */
export function alignArenaBytes(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** What every use after reset says, where the language lets us say anything. */
export function arenaReset(what: string): UsageError {
  return new UsageError(
    'ARENA_RESET',
    `${what} of ctx.arena was used outside its tick: take scratch anew in every tick, and keep ` +
      'in the state what must stay',
  );
}

interface ArrayClass<View> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): View;
}

function arrayShape<View>(arrayClass: ArrayClass<View>): ArenaShape<View> {
  return {
    bytesOf: (length) => alignArenaBytes(length * arrayClass.BYTES_PER_ELEMENT),
    make: (buffer, byteOffset, length) => new arrayClass(buffer, byteOffset, length),
    // Detaching the buffer is enough: the array's length becomes 0, reads give undefined.
    expire: () => undefined,
  };
}
