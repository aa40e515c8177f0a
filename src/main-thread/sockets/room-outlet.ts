/**
 * From one room to its clients: reads the room's out ring and fans each record out, on the main
 * thread, the ring's only reader. Knows slots, sockets and bytes; what has none for a client goes
 * to `RoomEvents`, which GameRoom implements.
 *
 * Bytes leave shared memory once per record, into a buffer of their own that is never written to
 * again: Node refers to a buffer until the kernel has taken it.
 */
import { Protocol } from '@colyseus/core';
import type { Slot } from '../../base/integers.ts';
import type { ByteRing } from '../../channel/byte-ring.ts';
import { copyBytes } from '../../channel/copy-bytes.ts';
import { FromRoom, MessageFlag } from '../../channel/records.ts';
import { announce, type RoomEvents } from '../room/room-events.ts';
import type { ClientSink } from './client-sink.ts';
import {
  plainHeadBytes,
  plainPrefixBytes,
  timedHeadBytes,
  timedPrefixBytes,
  writePlainHead,
  writeTimedHead,
  writeWsHeader,
  wsHeaderBytes,
} from './frames.ts';

/**
 * Up to this body, a timed patch is copied whole for each client, so that it is one write; above
 * it, head and body are two. 64 loopback sockets, Node 24.21, us a client, copied / two writes:
 * 1 KiB 4.76 / 4.96, 2 KiB 4.96 / 4.97, 3 KiB 5.00 / 4.93, 4 KiB 5.26 / 5.06, 8 KiB 6.67 / 5.72,
 * 64 KiB 20.6 / 11.4. bench/micro/fan-out.ts has the result beside stock.
 */
export const timedCopyBytesMax = 2 * 1024;

/** For `to`, who has the slot, or for all but `except`. */
interface Message {
  readonly framed: Buffer;
  readonly headerBytes: number;
  readonly slot: number;
  readonly to: ClientSink | undefined;
  readonly except: ReadonlySet<ClientSink | undefined>;
  /** About the patch before it: nothing for clients that did not get that. */
  readonly isWithState: boolean;
}

const nobody: ReadonlySet<ClientSink | undefined> = new Set();
const slotBytes = 2;

export class RoomOutlet {
  /** State frames carry the room's time and the client's ack: the game has input. */
  readonly isTimed: boolean;

  readonly #ring: ByteRing;
  readonly #events: RoomEvents;
  readonly #sinks: (ClientSink | undefined)[];
  /** Over the same memory as the ring; acks are read through it. */
  readonly #view: DataView<SharedArrayBuffer>;
  /** What waits for the next patch. */
  #held: Message[] = [];

  constructor(ring: ByteRing, slots: number, isTimed: boolean, events: RoomEvents) {
    this.#ring = ring;
    this.#events = events;
    this.isTimed = isTimed;
    this.#sinks = new Array<ClientSink | undefined>(slots).fill(undefined);
    this.#view = new DataView(ring.bytes.buffer);
  }

  /** From now on `slot` is this client. */
  attach(slot: Slot, sink: ClientSink): void {
    this.#sinks[slot] = sink;
  }

  /** Nothing more goes to whoever had the slot. */
  detach(slot: Slot): void {
    this.#sinks[slot] = undefined;
  }

  /** Fans out every record that is there. */
  read(): void {
    const ring = this.#ring;
    while (ring.next()) {
      this.#dispatch();
      ring.release();
    }
  }

  #dispatch(): void {
    const { kind, slot } = this.#ring;
    switch (kind) {
      case FromRoom.PATCH:
        if (this.isTimed) this.#timedPatch();
        else this.#plainPatch();
        return this.#sendHeld();
      case FromRoom.FULL_STATE:
        return this.#fullState();
      case FromRoom.SEND:
        return this.#message(this.#sinks[slot]);
      case FromRoom.BROADCAST:
        return this.#message();
      default:
        return announce(this.#ring, this.#events);
    }
  }

  #plainPatch(): void {
    const ackBytes = this.#ring.b * 4;
    const bodyBytes = this.#ring.bodyBytes - ackBytes;
    if (bodyBytes === 0) return;
    const headBytes = plainHeadBytes(bodyBytes);
    const framed = this.#allocate(headBytes + bodyBytes);
    writePlainHead(framed, 0, Protocol.ROOM_STATE_PATCH, bodyBytes);
    this.#copyInto(framed, headBytes, ackBytes, bodyBytes);
    const headerBytes = headBytes - plainPrefixBytes;
    const sinks = this.#sinks;
    for (let slot = 0; slot < sinks.length; slot++) {
      const sink = sinks[slot];
      if (sink === undefined || !sink.hasState) continue;
      sink.sendFramed(framed, headerBytes);
      if (sink.isTooSlow) this.#events.tooSlow(slot as Slot);
    }
  }

  #timedPatch(): void {
    const { a: sNowMs, b: ackCount, bodyOffset, bodyBytes: recordBytes } = this.#ring;
    const ackBytes = ackCount * 4;
    const bodyBytes = recordBytes - ackBytes;
    const headBytes = timedHeadBytes(bodyBytes);
    const sinks = this.#sinks;
    let shared: Buffer | undefined;
    for (let slot = 0; slot < sinks.length; slot++) {
      const sink = sinks[slot];
      if (sink === undefined || !sink.hasState) continue;
      const ack = slot < ackCount ? this.#view.getUint32(bodyOffset + slot * 4, true) : 0;
      shared ??= this.#copyInto(this.#allocate(bodyBytes), 0, ackBytes, bodyBytes);
      if (bodyBytes <= timedCopyBytesMax && sink.isDrained) {
        const framed = Buffer.allocUnsafe(headBytes + bodyBytes);
        writeTimedHead(framed, 0, Protocol.ROOM_STATE_PATCH, bodyBytes, sNowMs, ack);
        copyBytes(framed, headBytes, shared);
        sink.sendFramed(framed, headBytes - timedPrefixBytes);
      } else {
        sink.sendTimed(Protocol.ROOM_STATE_PATCH, sNowMs, ack, shared);
      }
      if (sink.isTooSlow) this.#events.tooSlow(slot as Slot);
    }
  }

  #fullState(): void {
    const { slot, a: sNowMs, b: ack, bodyBytes } = this.#ring;
    const sink = this.#sinks[slot];
    if (sink === undefined) return;
    if (this.isTimed) {
      const body = this.#copyInto(Buffer.allocUnsafeSlow(bodyBytes), 0, 0, bodyBytes);
      sink.sendTimed(Protocol.ROOM_STATE, sNowMs, ack, body);
    } else {
      const headBytes = plainHeadBytes(bodyBytes);
      const framed = Buffer.allocUnsafeSlow(headBytes + bodyBytes);
      writePlainHead(framed, 0, Protocol.ROOM_STATE, bodyBytes);
      this.#copyInto(framed, headBytes, 0, bodyBytes);
      sink.sendFramed(framed, headBytes - plainPrefixBytes);
    }
    sink.release();
    if (sink.isTooSlow) this.#events.tooSlow(slot as Slot);
  }

  /** A message to one client, or to all but those that its record names. Framed once. */
  #message(to?: ClientSink): void {
    const { kind, slot, a: exceptCount, b: flags, bodyBytes } = this.#ring;
    if (kind === FromRoom.SEND && to === undefined) return;
    const frameBytes = bodyBytes - exceptCount * slotBytes;
    const headerBytes = wsHeaderBytes(frameBytes);
    const framed = Buffer.allocUnsafeSlow(headerBytes + frameBytes);
    writeWsHeader(framed, 0, frameBytes);
    this.#copyInto(framed, headerBytes, 0, frameBytes);
    const except = exceptCount === 0 ? nobody : this.#excepted(frameBytes, exceptCount);
    const isWithState = (flags & MessageFlag.WITH_STATE) !== 0;
    const message = { framed, headerBytes, slot, to, except, isWithState };
    if ((flags & MessageFlag.AFTER_PATCH) !== 0) this.#held.push(message);
    else this.#send(message);
  }

  #excepted(from: number, count: number): Set<ClientSink | undefined> {
    const except = new Set<ClientSink | undefined>();
    const end = this.#ring.bodyOffset + from + count * slotBytes;
    for (let at = end - count * slotBytes; at < end; at += slotBytes) {
      except.add(this.#sinks[this.#view.getUint16(at, true)]);
    }
    return except;
  }

  #send(message: Message): void {
    const sinks = this.#sinks;
    const { slot, to, except } = message;
    if (to !== undefined) {
      // Whoever has the slot by now may be another.
      if (sinks[slot] === to) this.#deliver(message, slot, to);
      return;
    }
    for (let slot = 0; slot < sinks.length; slot++) {
      const sink = sinks[slot];
      if (sink !== undefined && !except.has(sink)) this.#deliver(message, slot, sink);
    }
  }

  #deliver({ framed, headerBytes, isWithState }: Message, slot: number, sink: ClientSink): void {
    if (isWithState && !sink.hasState) return;
    sink.sendSharedMessage(framed, headerBytes);
    if (sink.isTooSlow) this.#events.tooSlow(slot as Slot);
  }

  #sendHeld(): void {
    if (this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    for (const message of held) this.#send(message);
  }

  /**
   * For bytes that go to everybody. From Node's pool of 64 KiB slabs, each byte of which is written
   * once: an allocation each is a backing store each, and collections on this thread. But where
   * somebody has a backlog, by itself: a slow reader must hold on to no more than its own bytes.
   */
  #allocate(bytes: number): Buffer {
    for (const sink of this.#sinks) {
      if (sink?.hasState === true && !sink.isDrained) return Buffer.allocUnsafeSlow(bytes);
    }
    return Buffer.allocUnsafe(bytes);
  }

  #copyInto(target: Buffer, at: number, from: number, bytes: number): Buffer {
    copyBytes(target, at, this.#ring.bytes, this.#ring.bodyOffset + from, bytes);
    return target;
  }
}
