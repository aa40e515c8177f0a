/**
 * Memory in which frames for sockets are put together, on the main thread. Each frame in a buffer
 * of its own would be garbage outside V8's heap: 32 rooms of 300 drones made V8 mark its whole heap
 * every 3 s for it, on this thread and beside it.
 *
 * A socket that takes a frame at once has left it to the kernel by the time `write` returns, and
 * the memory is free again: Node keeps a reference only to what it could not write
 * (test/contract/ws-internals). Whoever sends a frame and is told that some of it is still there
 * must `give` the memory to that socket.
 */
import { powerOfTwoAtLeast } from '../../base/integers.ts';

const bytesMin = 4 * 1024;
/** A larger frame gets memory of its own: copying it costs more than what it leaves behind. */
const bytesMax = 1024 * 1024;

export class FrameScratch {
  #memory = Buffer.allocUnsafeSlow(bytesMin);

  /** `bytes` long, to be written to; void with the next call. */
  take(bytes: number): Buffer {
    if (bytes > bytesMax) return Buffer.allocUnsafeSlow(bytes);
    if (bytes > this.#memory.length) {
      this.#memory = Buffer.allocUnsafeSlow(powerOfTwoAtLeast(bytes));
    }
    return this.#memory.subarray(0, bytes);
  }

  /** A socket still holds on to what was taken last: nobody writes there again. */
  give(): void {
    this.#memory = Buffer.allocUnsafeSlow(bytesMin);
  }
}
