/**
 * Rooms' memory, kept for the next room of its size, on the main thread. Sizes are powers of two:
 * a page that was never touched costs nothing, so only address space is rounded up.
 */
import { assert } from '../../base/assert.ts';
import { powerOfTwoAtLeast } from '../../base/integers.ts';

/** Memory that may lie idle; what comes back beyond it is left to the garbage collector. */
const idleBytesMax = 256 * 1024 * 1024;
const sizeBytesMin = 4_096;

export class MemoryPool {
  readonly #idleBytesMax: number;
  readonly #idle = new Map<number, SharedArrayBuffer[]>();
  /** Bytes that each taken block's room may have written: what reuse must zero. */
  readonly #usedBytes = new WeakMap<SharedArrayBuffer, number>();
  #idleBytes = 0;

  constructor(bytesMax = idleBytesMax) {
    this.#idleBytesMax = bytesMax;
  }

  get idleBytes(): number {
    return this.#idleBytes;
  }

  /** Zeroed memory of at least `byteLength` bytes. */
  take(byteLength: number): SharedArrayBuffer {
    const sizeBytes = powerOfTwoAtLeast(Math.max(byteLength, sizeBytesMin));
    const block = this.#idle.get(sizeBytes)?.pop();
    if (block === undefined) {
      const fresh = new SharedArrayBuffer(sizeBytes);
      this.#usedBytes.set(fresh, byteLength);
      return fresh;
    }
    this.#idleBytes -= sizeBytes;
    // Plain stores: the lease was closed before the block came back, so no worker can touch it,
    // and the next one learns of the block by a message.
    new Uint8Array(block, 0, this.#usedBytes.get(block)).fill(0);
    this.#usedBytes.set(block, byteLength);
    return block;
  }

  /** Only once no worker can hold the room's lease. */
  give(block: SharedArrayBuffer): void {
    assert(this.#usedBytes.has(block), 'memory pool: not a block of this pool');
    if (this.#idleBytes + block.byteLength > this.#idleBytesMax) return;
    this.#idleBytes += block.byteLength;
    const idle = this.#idle.get(block.byteLength);
    if (idle === undefined) this.#idle.set(block.byteLength, [block]);
    else idle.push(block);
  }
}
