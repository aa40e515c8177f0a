/**
 * A room's whole memory as typed arrays of each width. Generated code reads columns through these
 * few views at offsets that are literals in its source, because V8 then keeps two or three base
 * addresses in registers; with a typed array per column it loads each one's header again for every
 * row, which was a third of the time of encoding (bench/micro/encode.ts).
 */
export interface MemoryViews {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
}

const known = new WeakMap<SharedArrayBuffer, MemoryViews>();

/** The views of `memory`; the same ones at every call. */
export function viewsOf(memory: SharedArrayBuffer): MemoryViews {
  let views = known.get(memory);
  if (views === undefined) {
    views = {
      u8: new Uint8Array(memory),
      u16: new Uint16Array(memory),
      i32: new Int32Array(memory),
      f64: new Float64Array(memory),
    };
    known.set(memory, views);
  }
  return views;
}
