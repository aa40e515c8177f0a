/**
 * What a game says of its room's place in matchmaking, told to core: locks, visibility, metadata.
 * Main thread. Core changes its own copy at once and then writes it where other processes look,
 * so the order of a game's calls is kept.
 */
import type { Room } from '@colyseus/core';
import { ListingOp } from '../../channel/records.ts';

/** `argument` is the record's body, JSON. Rejects when the driver does. */
export async function changeListing(room: Room, op: number, argument: unknown): Promise<void> {
  switch (op) {
    case ListingOp.LOCKED:
      return argument === true ? room.lock() : room.unlock();
    case ListingOp.PRIVATE:
      return room.setPrivate(argument === true);
    case ListingOp.UNLISTED:
      return room.setMatchmaking({ unlisted: argument === true });
    case ListingOp.METADATA:
      return room.setMetadata(argument as never);
    case ListingOp.MATCHMAKING:
      return room.setMatchmaking(argument as Parameters<Room['setMatchmaking']>[0]);
    case ListingOp.AUTO_DISPOSE:
      room.autoDispose = argument === true;
      return;
    default:
  }
}
