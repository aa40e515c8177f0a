/**
 * A room's clients by slot, as its worker knows them: state, session id and how far their inputs
 * are consumed. Only the holder of the room's lease reads and writes; main keeps its own seats.
 */

import { UsageError } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';

export const SlotState = {
  FREE: 0,
  /** `onJoin` has run. */
  JOINED: 1,
  /** The client has acknowledged; patches reach it. */
  READY: 2,
  /** Its connection is gone, its seat is not. */
  AWAY: 3,
} as const;

const sessionIdBytesMax = 62;
const sessionIdStride = sessionIdBytesMax + 2;
const u32Columns = 8;
const versionBytes = 8;

/** Bytes of the table for `clients` slots, each with up to `authBytes` of `client.auth`. */
export function slotTableBytes(clients: number, authBytes: number): number {
  return versionBytes + clients * (u32Columns * 4 + sessionIdStride + authBytes);
}

export class SlotTable {
  readonly clients: number;
  readonly states: Uint32Array;
  /** Rises whenever a slot is taken: a handle of an earlier client is void. */
  readonly generations: Uint32Array;
  /** Inputs consumed, counted; the ack of a client that sends reliably. */
  readonly consumed: Uint32Array;
  /** The newest sequence number that was consumed; the ack of one that sends unreliably. */
  readonly consumedSeqs: Uint32Array;
  /** First of the waiting inputs, and how many wait: see input-queues.ts. */
  readonly heads: Uint32Array;
  readonly waiting: Uint32Array;
  /** 1 where the client wants to see the state; see worker-thread/state-checks.ts. */
  readonly stateAsked: Uint32Array;
  readonly #version: Uint32Array;
  readonly #sessionIds: Buffer;
  /** UTF-8 JSON of what `onAuth` returned, and its length. */
  readonly #auth: Buffer;
  readonly #authLengths: Uint32Array;
  readonly #authBytes: number;

  constructor(memory: SharedArrayBuffer, offset: number, clients: number, authBytes: number) {
    const first = offset + versionBytes;
    const column = (at: number) => new Uint32Array(memory, first + at * clients * 4, clients);
    this.#version = new Uint32Array(memory, offset, 1);
    this.clients = clients;
    this.states = column(0);
    this.generations = column(1);
    this.consumed = column(2);
    this.consumedSeqs = column(3);
    this.heads = column(4);
    this.waiting = column(5);
    this.#authLengths = column(6);
    this.stateAsked = column(7);
    const start = first + u32Columns * clients * 4;
    this.#sessionIds = Buffer.from(memory, start, clients * sessionIdStride);
    this.#auth = Buffer.from(memory, start + clients * sessionIdStride, clients * authBytes);
    this.#authBytes = authBytes;
  }

  /** Rises whenever a client comes or goes. */
  get version(): number {
    return this.#version[0];
  }

  /** One more than the highest slot in use. */
  high(): number {
    let high = this.clients;
    while (high > 0 && this.states[high - 1] === SlotState.FREE) high--;
    return high;
  }

  take(slot: Slot, sessionId: string): void {
    const bytes = Buffer.byteLength(sessionId);
    if (bytes > sessionIdBytesMax) {
      throw new UsageError('KEY_INVALID', `a sessionId has ${bytes} bytes of ${sessionIdBytesMax}`);
    }
    this.states[slot] = SlotState.JOINED;
    this.#version[0]++;
    this.generations[slot]++;
    this.#authLengths[slot] = 0;
    this.#startConnection(slot);
    const at = slot * sessionIdStride;
    this.#sessionIds.writeUInt16LE(bytes, at);
    this.#sessionIds.write(sessionId, at + 2, bytes, 'utf8');
  }

  leave(slot: Slot): void {
    this.states[slot] = SlotState.FREE;
    this.#version[0]++;
    this.waiting[slot] = 0;
  }

  /** Connection gone; its inputs with it, as with stock. */
  away(slot: Slot): void {
    this.states[slot] = SlotState.AWAY;
    this.waiting[slot] = 0;
  }

  /** The same client on another connection, which counts its inputs from nothing. */
  back(slot: Slot): void {
    this.states[slot] = SlotState.JOINED;
    this.#startConnection(slot);
  }

  isAway(slot: number): boolean {
    return this.states[slot] === SlotState.AWAY;
  }

  /** `auth` is plain data, kept as JSON. */
  setAuth(slot: Slot, auth: unknown): void {
    const json = Buffer.from(JSON.stringify(auth));
    if (json.length > this.#authBytes) {
      throw new UsageError(
        'VALUE_INVALID',
        `onAuth returned ${json.length} bytes of JSON for ${this.#authBytes}; raise authBytes`,
      );
    }
    this.#auth.set(json, slot * this.#authBytes);
    this.#authLengths[slot] = json.length;
  }

  authOf(slot: Slot): unknown {
    const bytes = this.#authLengths[slot];
    if (bytes === 0) return undefined;
    const at = slot * this.#authBytes;
    return JSON.parse(this.#auth.toString('utf8', at, at + bytes));
  }

  isTaken(slot: number): boolean {
    return slot < this.clients && this.states[slot] !== SlotState.FREE;
  }

  sessionIdOf(slot: Slot): string {
    const at = slot * sessionIdStride;
    const bytes = this.#sessionIds.readUInt16LE(at);
    return this.#sessionIds.toString('utf8', at + 2, at + 2 + bytes);
  }

  /** What TIMED frames tell the client of `slot`: the last input that the state contains. */
  ackOf(slot: number): number {
    const seq = this.consumedSeqs[slot];
    return seq > 0 ? seq : this.consumed[slot];
  }

  #startConnection(slot: Slot): void {
    this.stateAsked[slot] = 0;
    this.consumed[slot] = 0;
    this.consumedSeqs[slot] = 0;
    this.heads[slot] = 0;
    this.waiting[slot] = 0;
  }
}
