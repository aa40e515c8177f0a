/**
 * From one room to its clients: reads the room's out ring and fans each record out, on the main
 * thread, the ring's only reader. Knows slots, sockets and bytes; what has none for a client goes
 * to `RoomEvents`, which GameRoom implements.
 *
 * Bytes leave shared memory once per record. What a socket has not handed to the kernel is never
 * written to again: Node refers to it until then.
 */
import type { Slot } from '../../base/integers.ts';
import type { ByteRing } from '../../channel/byte-ring.ts';
import { copyBytes } from '../../channel/copy-bytes.ts';
import { FromRoom, MessageFlag } from '../../channel/records.ts';
import { announce, type RoomEvents } from '../room/room-events.ts';
import type { ClientSink } from './client-sink.ts';
import { writeWsHeader, wsHeaderBytes } from './frames.ts';
import type { StateFrames } from './state-frames.ts';

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
  readonly #states: StateFrames;
  readonly #ring: ByteRing;
  readonly #events: RoomEvents;
  readonly #sinks: (ClientSink | undefined)[];
  /** Over the same memory as the ring; acks are read through it. */
  readonly #view: DataView<SharedArrayBuffer>;
  /** What waits for the next patch. */
  #held: Message[] = [];
  #messageBytesSent = 0;

  constructor(ring: ByteRing, slots: number, states: StateFrames, events: RoomEvents) {
    this.#ring = ring;
    this.#events = events;
    this.#states = states;
    this.#sinks = new Array<ClientSink | undefined>(slots).fill(undefined);
    this.#view = new DataView(ring.bytes.buffer);
  }

  /** What the room has sent to all its clients, ws headers included. */
  get bytesSent(): number {
    return this.#states.bytesSent + this.#messageBytesSent;
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
        this.#states.patch(this.#sinks, this.#tooSlow);
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

  #fullState(): void {
    const slot = this.#ring.slot as Slot;
    const sink = this.#sinks[slot];
    if (sink === undefined) return;
    this.#states.fullState(sink);
    sink.release();
    if (sink.isTooSlow) this.#events.tooSlow(slot);
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
    this.#messageBytesSent += framed.length;
    sink.sendSharedMessage(framed, headerBytes);
    if (sink.isTooSlow) this.#events.tooSlow(slot as Slot);
  }

  readonly #tooSlow = (slot: Slot): void => this.#events.tooSlow(slot);

  #sendHeld(): void {
    if (this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    for (const message of held) this.#send(message);
  }

  #copyInto(target: Buffer, at: number, from: number, bytes: number): void {
    copyBytes(target, at, this.#ring.bytes, this.#ring.bodyOffset + from, bytes);
  }
}
