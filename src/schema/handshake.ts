/**
 * The bytes that tell a client the state's shape at join. Main thread; encoded once per class,
 * because a room's own state never changes its shape.
 */
import { Encoder, Reflection, type Schema } from '@colyseus/schema';
import type { SchemaClass } from './schema-class.ts';

const encoded = new WeakMap<SchemaClass, Uint8Array>();

/** @colyseus/schema's own reflection of `stateClass`; callers must not write to it. */
export function encodeHandshake(stateClass: SchemaClass): Uint8Array {
  let bytes = encoded.get(stateClass);
  if (bytes === undefined) {
    const state = new (stateClass as new () => Schema)();
    bytes = Reflection.encode(new Encoder(state));
    encoded.set(stateClass, bytes);
  }
  return bytes;
}
