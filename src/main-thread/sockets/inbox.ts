/**
 * From sockets to one room: writes records into the room's in ring, on the main thread, the
 * ring's only writer. Decides what happens when the ring is full, and when the room must be
 * visited between its ticks. Knows slots and bytes; seats are GameRoom's business.
 *
 * A control record is never lost: while the ring is full it waits here, and what comes later for
 * the room waits behind it. A client's frame does not wait, since a client could fill the
 * process with them; and because inputs are coded as differences, one cannot be left out. So
 * the client is closed: the one that sends too much. No client may have more in the ring than is
 * still free, so one that floods it gets half, two a third each, and others find room beside them.
 */
import type { ByteRing } from '../../channel/byte-ring.ts';
import { ToRoom, type ToRoomKind } from '../../channel/records.ts';

/** A full ring is tried again this often, should no answer of the room's do it sooner. */
const retryMs = 5;
const noBody = new Uint8Array(0);
/** What a record takes beside its body, about. */
const recordHeadBytes = 24;

/** How the inbox reaches what is not its own. */
export interface InboxHooks {
  /** The room shall be visited now, not at its next tick. */
  expedite(): void;
}

interface WaitingRecord {
  readonly kind: ToRoomKind;
  readonly slot: number;
  readonly a: number;
  readonly body: Uint8Array;
}

export class Inbox {
  readonly #ring: ByteRing;
  readonly #hooks: InboxHooks;
  #waiting: WaitingRecord[] = [];
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Bytes that each slot has written since the ring was last empty; grows to the slots in use. */
  readonly #written: number[] = [];
  #isWritten = false;

  constructor(ring: ByteRing, hooks: InboxHooks) {
    this.#ring = ring;
    this.#hooks = hooks;
  }

  /** The largest body that a control record can have at all. */
  get bodyBytesMax(): number {
    return this.#ring.bodyBytesMax;
  }

  /** Control records that the ring had no room for yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** CREATE, JOIN, READY, LEAVE, DISPOSE: in order, never lost, seen between ticks. */
  control(kind: ToRoomKind, slot: number, a = 0, body: Uint8Array = noBody): void {
    if (this.#isClosed) return;
    if (this.flush() && this.#ring.write(kind, slot, a, 0, body)) {
      this.#hooks.expedite();
      return;
    }
    this.#waiting.push({ kind, slot, a, body });
    this.#armRetry();
    // The room makes space by being visited.
    this.#hooks.expedite();
  }

  /** A client's input frame, for its next tick. False: no space, close the client. */
  input(slot: number, frame: Uint8Array): boolean {
    return this.#frame(ToRoom.INPUT, slot, frame);
  }

  /** A client's message, to be handled between ticks. False: no space, close the client. */
  message(slot: number, frame: Uint8Array): boolean {
    if (!this.#frame(ToRoom.MESSAGE, slot, frame)) return false;
    this.#hooks.expedite();
    return true;
  }

  /** Writes what waits, oldest first. True when nothing waits any more. */
  flush(): boolean {
    const waiting = this.#waiting;
    if (waiting.length === 0) return true;
    let written = 0;
    for (const { kind, slot, a, body } of waiting) {
      if (!this.#ring.write(kind, slot, a, 0, body)) break;
      written++;
    }
    if (written > 0) {
      waiting.splice(0, written);
      this.#hooks.expedite();
    }
    return waiting.length === 0;
  }

  /** Nobody reads the ring any more: drops what waits and all that would follow. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  #frame(kind: ToRoomKind, slot: number, frame: Uint8Array): boolean {
    if (!this.flush() || !this.#shares(slot, frame.length + recordHeadBytes)) return false;
    return this.#ring.write(kind, slot, 0, 0, frame);
  }

  /** Whether `bytes` more are within the client's share. The first of its frames always is. */
  #shares(slot: number, bytes: number): boolean {
    const written = this.#written;
    const { capacityBytes, freeBytes } = this.#ring;
    if (this.#isWritten && freeBytes === capacityBytes) {
      written.fill(0);
      this.#isWritten = false;
    }
    const before = written[slot] ?? 0;
    if (before > 0 && before + bytes > freeBytes) return false;
    while (written.length <= slot) written.push(0);
    written[slot] = before + bytes;
    this.#isWritten = true;
    return true;
  }

  #armRetry(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      if (!this.flush()) this.#armRetry();
    }, retryMs);
  }
}
