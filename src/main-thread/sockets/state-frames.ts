/**
 * A room's patches and full states as frames to its clients, on the main thread: from the record at
 * the head of the room's out ring to sockets. In a timed room each client's frame carries the
 * room's time and the last input that was consumed of that client.
 *
 * A frame is put together once, in memory that is used again, and each socket that has no backlog
 * takes it from there; of a timed one only the ack changes from client to client. Those with a
 * backlog share a copy that they may keep.
 */
import { Protocol } from '@colyseus/core';
import type { Slot } from '../../base/integers.ts';
import type { ByteRing } from '../../channel/byte-ring.ts';
import { copyBytes } from '../../channel/copy-bytes.ts';
import type { ClientSink } from './client-sink.ts';
import type { FrameScratch } from './frame-scratch.ts';
import {
  plainHeadBytes,
  plainPrefixBytes,
  timedHeadBytes,
  timedPrefixBytes,
  writePlainHead,
  writeTimedHead,
} from './frames.ts';

const ackBytes = 4;

export class StateFrames {
  /** State frames carry the room's time and the client's ack: the game has input. */
  readonly isTimed: boolean;
  readonly #ring: ByteRing;
  readonly #scratch: FrameScratch;
  /** Over the same memory as the ring; acks are read through it. */
  readonly #view: DataView<SharedArrayBuffer>;
  // Of the record that is being sent.
  #code: number = Protocol.ROOM_STATE;
  /** Where the state begins in the record: behind the acks of a patch. */
  #from = 0;
  #bodyBytes = 0;
  #frameBytes = 0;
  #bytesSent = 0;
  #framed: Buffer | undefined;
  #ownBody: Buffer | undefined;

  constructor(ring: ByteRing, isTimed: boolean, scratch: FrameScratch) {
    this.#ring = ring;
    this.isTimed = isTimed;
    this.#scratch = scratch;
    this.#view = new DataView(ring.bytes.buffer);
  }

  /** Over all recipients, ws headers included. */
  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** The ring's PATCH to all who have the state. */
  patch(sinks: readonly (ClientSink | undefined)[], tooSlow: (slot: Slot) => void): void {
    const { b: acks, bodyOffset } = this.#ring;
    this.#begin(Protocol.ROOM_STATE_PATCH, acks * ackBytes);
    if (this.#bodyBytes === 0 && !this.isTimed) return;
    for (let slot = 0; slot < sinks.length; slot++) {
      const sink = sinks[slot];
      if (sink === undefined || !sink.hasState) continue;
      this.#send(sink, slot < acks ? this.#view.getUint32(bodyOffset + slot * ackBytes, true) : 0);
      if (sink.isTooSlow) tooSlow(slot as Slot);
    }
    this.#end();
  }

  /** The ring's FULL_STATE to whom it is for. */
  fullState(sink: ClientSink): void {
    this.#begin(Protocol.ROOM_STATE, 0);
    this.#send(sink, this.#ring.b);
    this.#end();
  }

  #begin(code: number, from: number): void {
    this.#code = code;
    this.#from = from;
    this.#bodyBytes = this.#ring.bodyBytes - from;
    const { isTimed } = this;
    const headBytes = isTimed ? timedHeadBytes(this.#bodyBytes) : plainHeadBytes(this.#bodyBytes);
    this.#frameBytes = headBytes + this.#bodyBytes;
  }

  #end(): void {
    this.#framed = undefined;
    this.#ownBody = undefined;
  }

  #send(sink: ClientSink, ack: number): void {
    this.#bytesSent += this.#frameBytes;
    if (!sink.isDrained) {
      this.#ownBody ??= this.#copyInto(Buffer.allocUnsafeSlow(this.#bodyBytes), 0);
      sink.sendState(this.#code, this.isTimed ? this.#ring.a : undefined, ack, this.#ownBody);
      return;
    }
    const framed = this.#frameFor(ack);
    const headerBytes = framed.length - this.#bodyBytes - this.#prefixBytes;
    if (sink.sendFramed(framed, headerBytes)) return;
    // It is that socket's now.
    this.#scratch.give();
    this.#framed = undefined;
  }

  get #prefixBytes(): number {
    return this.isTimed ? timedPrefixBytes : plainPrefixBytes;
  }

  #frameFor(ack: number): Buffer {
    const bodyBytes = this.#bodyBytes;
    if (this.#framed !== undefined) {
      if (this.isTimed) this.#framed.writeUInt32LE(ack, this.#framed.length - bodyBytes - ackBytes);
      return this.#framed;
    }
    const framed = this.#scratch.take(this.#frameBytes);
    if (this.isTimed) writeTimedHead(framed, 0, this.#code, bodyBytes, this.#ring.a, ack);
    else writePlainHead(framed, 0, this.#code, bodyBytes);
    this.#framed = this.#copyInto(framed, this.#frameBytes - bodyBytes);
    return framed;
  }

  #copyInto(target: Buffer, at: number): Buffer {
    const { bytes, bodyOffset } = this.#ring;
    copyBytes(target, at, bytes, bodyOffset + this.#from, this.#bodyBytes);
    return target;
  }
}
