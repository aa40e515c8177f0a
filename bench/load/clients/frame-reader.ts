/**
 * Reads a server's WebSocket frames out of chunks of any size, without keeping what is in them: a
 * client that counts must cost less than the server that it measures. A connection owns one.
 */

/** RFC 6455: two bytes, and up to eight of length; no mask from a server. */
const lengthCode16 = 126;
const lengthCode64 = 127;
const headBytesMax = 10;

export interface FrameSink {
  /** `code`: the payload's first byte, -1 for an empty one. Called when a frame's head is there. */
  onFrame(opcode: number, code: number, payloadBytes: number): void;
}

export class FrameReader {
  readonly #sink: FrameSink;
  /** The head of the next frame, and the first byte of its payload. */
  readonly #head = new Uint8Array(headBytesMax + 1);
  #headBytes = 0;
  /** Bytes of a payload that are still to come. */
  #toSkip = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  read(bytes: Uint8Array, from: number, end: number): void {
    let at = from;
    while (at < end) {
      if (this.#toSkip > 0) {
        const skipped = Math.min(this.#toSkip, end - at);
        this.#toSkip -= skipped;
        at += skipped;
      } else {
        this.#head[this.#headBytes++] = bytes[at++]!;
        this.#tryHead();
      }
    }
  }

  #tryHead(): void {
    const head = this.#head;
    if (this.#headBytes < 2) return;
    const lengthCode = head[1]! & 0x7f;
    const extra = lengthCode === lengthCode64 ? 8 : lengthCode === lengthCode16 ? 2 : 0;
    if (this.#headBytes < 2 + extra) return;
    let payloadBytes = extra === 0 ? lengthCode : 0;
    for (let at = 2; at < 2 + extra; at++) payloadBytes = payloadBytes * 256 + head[at]!;
    const isCodeThere = this.#headBytes > 2 + extra;
    if (payloadBytes > 0 && !isCodeThere) return;
    this.#headBytes = 0;
    this.#toSkip = payloadBytes === 0 ? 0 : payloadBytes - 1;
    this.#sink.onFrame(head[0]! & 0x0f, payloadBytes > 0 ? head[2 + extra]! : -1, payloadBytes);
  }
}
