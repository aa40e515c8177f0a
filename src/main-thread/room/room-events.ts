/**
 * What a room tells main that is not for a client's socket: answers to joins and leaves, its
 * listing, its log, its end. Reads the record that the out ring is at. Main thread.
 */
import { type ErrorRecord, InvariantError } from '../../base/errors.ts';
import type { Slot } from '../../base/integers.ts';
import type { ByteRing } from '../../channel/byte-ring.ts';
import { FromRoom, roomSlot } from '../../channel/records.ts';

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

/** The record without bytes for a client that `ring` is at. */
export function announce(ring: ByteRing, events: RoomEvents): void {
  const { kind, slot, a } = ring;
  switch (kind) {
    case FromRoom.KICK:
      return events.kicked(slot === roomSlot ? undefined : (slot as Slot), a, bodyText(ring));
    case FromRoom.CREATED:
      return events.created();
    case FromRoom.LISTING:
      return events.listed(a, bodyJson(ring));
    case FromRoom.LOG:
      return events.logged(a, bodyJson(ring));
    case FromRoom.FAILED:
      return events.failed(a, bodyJson(ring));
    case FromRoom.DISPOSED:
      return events.disposed();
    default:
      return announceSeat(ring, events);
  }
}

function announceSeat(ring: ByteRing, events: RoomEvents): void {
  const { kind, slot, a } = ring;
  const { seats } = events;
  switch (kind) {
    case FromRoom.JOINED:
      return seats.joined(slot as Slot);
    case FromRoom.REJECTED:
      if (slot === roomSlot) return events.refused(bodyJson(ring));
      return seats.rejected(slot as Slot, bodyJson(ring));
    case FromRoom.DROPPED:
      return seats.dropped(slot as Slot);
    case FromRoom.HELD:
      return seats.held(slot as Slot, a);
    case FromRoom.RETURNED:
      return seats.returned(slot as Slot);
    case FromRoom.DENIED:
      return seats.denied(slot as Slot, bodyJson(ring));
    case FromRoom.LEFT:
      return seats.left(slot as Slot);
    default:
      throw new InvariantError(`a room wrote a record of an unknown kind, ${kind}`);
  }
}

function bodyText({ bytes, bodyOffset, bodyBytes }: ByteRing): string {
  return Buffer.from(bytes.buffer, bodyOffset, bodyBytes).toString('utf8');
}

function bodyJson<Shape>(ring: ByteRing): Shape {
  return JSON.parse(bodyText(ring)) as Shape;
}
