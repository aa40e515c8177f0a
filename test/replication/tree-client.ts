/** One client of a tree: the stock decoder with an author's callbacks on all of it. Test code. */
import { type Decoder, Reflection } from '@colyseus/schema';
import { decodedChecksum } from '../../src/soak/bots/sdk/decoded-checksum.ts';
import { type Content, clientContent } from './tree-content.ts';
import { TreeEvents } from './tree-events.ts';
import type { ClassShape } from './tree-shape.ts';

export class TreeClient {
  readonly #shape: ClassShape;
  readonly #decoder: Decoder;
  readonly #events: TreeEvents;

  constructor(shape: ClassShape, handshake: Uint8Array, fullState: Uint8Array) {
    this.#shape = shape;
    this.#decoder = Reflection.decode(handshake);
    this.receive(fullState);
    this.#events = new TreeEvents(this.#decoder, shape);
  }

  receive(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#decoder.decode(bytes);
  }

  /** As a client that was away: it keeps what it has, and takes all that is there as news. */
  resync(fullState: Uint8Array): void {
    this.#decoder.decodeResync(fullState);
  }

  content(): Content {
    return clientContent(this.#decoder.state, this.#shape);
  }

  checksum(): number {
    return decodedChecksum(this.#decoder.state);
  }

  takeEvents(): Record<string, readonly string[]> {
    return this.#events.take();
  }

  /** Structures that the client keeps. */
  get refs(): number {
    return this.#decoder.root.refs.size;
  }
}
