/**
 * From one room to its clients: reads the room's out ring and fans each record out, on the main
 * thread, the ring's only reader. Knows slots, sockets and bytes; what is about seats goes to
 * `RoomEvents`, which GameRoom implements.
 *
 * Bytes leave shared memory once per record, into a buffer of their own that is never written to
 * again: Node refers to a buffer until the kernel has taken it.
 */
import { Protocol } from '@colyseus/core';
import { type ErrorRecord, InvariantError } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';
import type { ByteRing } from '../channel/byte-ring.ts';
import { copyBytes } from '../channel/copy-bytes.ts';
import { FromRoom, roomSlot } from '../channel/records.ts';
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

/** What becomes of a client's seat. Seating implements it. */
export interface SeatEvents {
  joined(slot: Slot): void;
  rejected(slot: Slot, error: ErrorRecord): void;
  left(slot: Slot): void;
  dropped(slot: Slot): void;
  /** `ms` as in HELD. */
  held(slot: Slot, ms: number): void;
  returned(slot: Slot): void;
  denied(slot: Slot, error: ErrorRecord): void;
}

/** A record's answer to something that GameRoom asked, or its news. */
export interface RoomEvents {
  readonly seats: SeatEvents;
  created(): void;
  /** By `onCreate`. */
  refused(error: ErrorRecord): void;
  /** `undefined`: everybody. */
  kicked(slot: Slot | undefined, code: number, reason: string): void;
  /** `op` is a ListingOp. */
  listed(op: number, argument: unknown): void;
  logged(level: number, fields: Record<string, unknown>): void;
  failed(tick: number, error: ErrorRecord): void;
  disposed(): void;
  /** This client's socket holds more than it may. */
  tooSlow(slot: Slot): void;
}

export class RoomOutlet {
  /** State frames carry the room's time and the client's ack: the game has input. */
  readonly isTimed: boolean;

  readonly #ring: ByteRing;
  readonly #events: RoomEvents;
  readonly #sinks: (ClientSink | undefined)[];
  /** Over the same memory as the ring; acks are read through it. */
  readonly #view: DataView<SharedArrayBuffer>;

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
        return this.isTimed ? this.#timedPatch() : this.#plainPatch();
      case FromRoom.FULL_STATE:
        return this.#fullState();
      case FromRoom.SEND:
        return this.#sinks[slot]?.sendMessage(this.#copyBody());
      case FromRoom.BROADCAST:
        return this.#broadcast();
      case FromRoom.KICK:
        return this.#kick();
      default:
        return this.#announce();
    }
  }

  /** Records without bytes for a client. */
  #announce(): void {
    const { kind, a } = this.#ring;
    const events = this.#events;
    switch (kind) {
      case FromRoom.CREATED:
        return events.created();
      case FromRoom.LISTING:
        return events.listed(a, this.#bodyJson());
      case FromRoom.LOG:
        return events.logged(a, this.#bodyJson());
      case FromRoom.FAILED:
        return events.failed(a, this.#bodyJson());
      case FromRoom.DISPOSED:
        return events.disposed();
      default:
        return this.#announceSeat();
    }
  }

  #kick(): void {
    const { slot, a } = this.#ring;
    const whom = slot === roomSlot ? undefined : (slot as Slot);
    this.#events.kicked(whom, a, this.#copyBody().toString());
  }

  #announceSeat(): void {
    const { kind, slot, a } = this.#ring;
    const { seats } = this.#events;
    switch (kind) {
      case FromRoom.JOINED:
        return seats.joined(slot as Slot);
      case FromRoom.REJECTED:
        if (slot === roomSlot) return this.#events.refused(this.#bodyJson());
        return seats.rejected(slot as Slot, this.#bodyJson());
      case FromRoom.DROPPED:
        return seats.dropped(slot as Slot);
      case FromRoom.HELD:
        return seats.held(slot as Slot, a);
      case FromRoom.RETURNED:
        return seats.returned(slot as Slot);
      case FromRoom.DENIED:
        return seats.denied(slot as Slot, this.#bodyJson());
      case FromRoom.LEFT:
        return seats.left(slot as Slot);
      default:
        throw new InvariantError(`a room wrote a record of an unknown kind, ${kind}`);
    }
  }

  #plainPatch(): void {
    const ackBytes = this.#ring.b * 4;
    const bodyBytes = this.#ring.bodyBytes - ackBytes;
    const headBytes = plainHeadBytes(bodyBytes);
    const framed = Buffer.allocUnsafeSlow(headBytes + bodyBytes);
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
      shared ??= this.#copyBody(ackBytes);
      if (bodyBytes <= timedCopyBytesMax && sink.isDrained) {
        // From Node's pool of 64 KiB slabs, each written once: cheaper than an allocation
        // each, and a slow reader cannot hold on to more than a slab.
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
      sink.sendTimed(Protocol.ROOM_STATE, sNowMs, ack, this.#copyBody());
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

  #broadcast(): void {
    const { bodyBytes } = this.#ring;
    const headerBytes = wsHeaderBytes(bodyBytes);
    const framed = Buffer.allocUnsafeSlow(headerBytes + bodyBytes);
    writeWsHeader(framed, 0, bodyBytes);
    this.#copyInto(framed, headerBytes, 0, bodyBytes);
    const sinks = this.#sinks;
    for (let slot = 0; slot < sinks.length; slot++) {
      const sink = sinks[slot];
      if (sink === undefined) continue;
      sink.sendSharedMessage(framed, headerBytes);
      if (sink.isTooSlow) this.#events.tooSlow(slot as Slot);
    }
  }

  #copyBody(from = 0): Buffer {
    const bytes = this.#ring.bodyBytes - from;
    const copy = Buffer.allocUnsafeSlow(bytes);
    this.#copyInto(copy, 0, from, bytes);
    return copy;
  }

  #copyInto(target: Buffer, at: number, from: number, bytes: number): void {
    copyBytes(target, at, this.#ring.bytes, this.#ring.bodyOffset + from, bytes);
  }

  #bodyJson<Shape>(): Shape {
    return JSON.parse(this.#copyBody().toString()) as Shape;
  }
}
