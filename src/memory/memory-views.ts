/**
 * A room's whole memory as one typed array per element type. Generated code (handles, encoder)
 * reads columns through these at offsets that are literals in its source, because V8 then keeps a
 * few base addresses in registers; with a typed array per column it loads each one's header again
 * for every row. A field cost 8.1 ns to change and encode where it had cost 9.7 (the least of many
 * rounds; bench/micro/encode.ts measures what it costs now).
 */
export interface MemoryViews {
  readonly i8: Int8Array;
  readonly u8: Uint8Array;
  readonly i16: Int16Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
  readonly u64: BigUint64Array;
}

const known = new WeakMap<SharedArrayBuffer, MemoryViews>();

/** The views of `memory`, whose size is a multiple of 8; the same ones at every call. */
export function viewsOf(memory: SharedArrayBuffer): MemoryViews {
  let views = known.get(memory);
  if (views === undefined) {
    views = {
      i8: new Int8Array(memory),
      u8: new Uint8Array(memory),
      i16: new Int16Array(memory),
      u16: new Uint16Array(memory),
      i32: new Int32Array(memory),
      u32: new Uint32Array(memory),
      f32: new Float32Array(memory),
      f64: new Float64Array(memory),
      i64: new BigInt64Array(memory),
      u64: new BigUint64Array(memory),
    };
    known.set(memory, views);
  }
  return views;
}
