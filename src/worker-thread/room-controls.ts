/**
 * The half of `ctx` that governs the room: seats of clients that are away, locks, listing, the
 * room's end. Each call becomes a record to main, which knows seats and matchmaking. Holds nothing
 * that outlives a hook.
 */
import { UsageError } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';
import { FromRoom, holdForever, ListingOp, roomSlot } from '../channel/records.ts';
import type { MatchmakingUpdate, RoomControl } from '../game/room-control.ts';
import type { RoomClient } from '../game/step-context.ts';
import { RoomFlag, type RoomHeader } from '../memory/room-header.ts';
import type { RoomOutlet } from './room-outlet.ts';

/** Colyseus's own close code for "asked to leave". */
export const consentedCode = 4000;
const secondsMax = 1_000_000;

/** Whose `onDrop` or `onLeave` is running, and what it asked for. */
interface Departure {
  readonly slot: Slot;
  readonly mayHold: boolean;
  /** As in HELD; 0: not held. */
  holdMs: number;
}

export class RoomControls implements RoomControl {
  readonly #header: RoomHeader;
  readonly #outlet: RoomOutlet;
  readonly #seats: number;
  #departure: Departure | undefined;

  constructor(header: RoomHeader, outlet: RoomOutlet, seats: number) {
    this.#header = header;
    this.#outlet = outlet;
    this.#seats = seats;
  }

  /** For the engine: runs `hook` for a client whose connection is gone. Returns ms as in HELD. */
  departing(slot: Slot, mayHold: boolean, hook: () => void): number {
    const departure: Departure = { slot, mayHold, holdMs: 0 };
    this.#departure = departure;
    try {
      hook();
    } finally {
      this.#departure = undefined;
    }
    return departure.holdMs;
  }

  allowReconnection(client: RoomClient, seconds: number | 'manual'): boolean {
    const departure = this.#departure;
    if (departure?.slot !== client.slot) {
      invalid('ctx.allowReconnection(client): only in onDrop and onLeave, for their own client');
    }
    const isTime = typeof seconds === 'number' && seconds >= 0 && seconds <= secondsMax;
    if (seconds !== 'manual' && !isTime) {
      invalid(`ctx.allowReconnection(client, ${seconds}): seconds, or 'manual', were expected`);
    }
    if (!departure.mayHold) return false;
    departure.holdMs = seconds === 'manual' ? holdForever : Math.ceil(seconds * 1_000);
    return departure.holdMs > 0;
  }

  lock(): void {
    this.#outlet.listing(ListingOp.LOCKED, true);
  }

  unlock(): void {
    this.#outlet.listing(ListingOp.LOCKED, false);
  }

  setPrivate(isPrivate = true): void {
    this.#outlet.listing(ListingOp.PRIVATE, isPrivate === true);
  }

  setUnlisted(isUnlisted = true): void {
    this.#outlet.listing(ListingOp.UNLISTED, isUnlisted === true);
  }

  setMetadata(metadata: object): void {
    if (typeof metadata !== 'object') invalid('ctx.setMetadata: an object was expected');
    this.#outlet.listing(ListingOp.METADATA, metadata);
  }

  setMatchmaking(updates: MatchmakingUpdate): void {
    const { maxClients = 1 } = updates;
    if (!Number.isInteger(maxClients) || maxClients < 1 || maxClients > this.#seats) {
      invalid(
        `ctx.setMatchmaking: maxClients: ${maxClients} is not from 1 to ${this.#seats};` +
          ' raise capacity.clients',
      );
    }
    this.#outlet.listing(ListingOp.MATCHMAKING, updates);
  }

  get autoDispose(): boolean {
    return !this.#header.has(RoomFlag.STAYS);
  }

  set autoDispose(isOn: boolean) {
    if (isOn === this.autoDispose) return;
    if (isOn) this.#header.lower(RoomFlag.STAYS);
    else this.#header.raise(RoomFlag.STAYS);
    this.#outlet.listing(ListingOp.AUTO_DISPOSE, isOn);
  }

  disconnectAll(code: number = consentedCode): void {
    if (!this.#header.has(RoomFlag.CREATED)) {
      invalid('ctx.disconnectAll: not in onCreate; throw there to refuse the room');
    }
    this.#outlet.kick(roomSlot, code, '');
  }
}

/** For the engine, which has `ctx` without its type. */
export function controlsOf(context: unknown): RoomControls {
  return context as RoomControls;
}

/** How main hears what became of a seat. */
export function answerDeparture(
  outlet: RoomOutlet,
  slot: Slot,
  holdMs: number,
  gone: number,
): void {
  if (holdMs > 0) outlet.answer(FromRoom.HELD, slot, holdMs);
  else outlet.answer(gone, slot);
}

function invalid(text: string): never {
  throw new UsageError('VALUE_INVALID', text);
}
