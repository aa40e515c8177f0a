/**
 * One client: the stock decoder, made from the handshake's bytes as the SDK makes it, fed with a
 * server's full state and patches. Test code.
 */
import { type Decoder, type MapSchema, Reflection, type Schema } from '@colyseus/schema';
import { decodedChecksum } from '../../src/soak/bots/sdk/decoded-checksum.ts';
import { type Fields, type Snapshot, snapshotOf } from './snapshot.ts';
import type { StateShape } from './state-shape.ts';

export class Spectator {
  readonly #shape: StateShape;
  readonly #decoder: Decoder;

  constructor(shape: StateShape, handshake: Uint8Array, fullState: Uint8Array) {
    this.#shape = shape;
    this.#decoder = Reflection.decode(handshake);
    this.receive(fullState);
  }

  receive(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#decoder.decode(bytes);
  }

  checksum(): number {
    return decodedChecksum(this.#decoder.state);
  }

  snapshot(): Snapshot {
    const state: Schema = this.#decoder.state;
    const maps = state as unknown as Record<string, MapSchema<Fields>>;
    return snapshotOf(
      this.#shape,
      state as unknown as Fields,
      (map) => maps[map],
      (owner, field) => owner[field.name],
    );
  }
}
