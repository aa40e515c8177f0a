/**
 * The part of `ctx` with which a game governs its room: who may come back, who may come in, how
 * the room is listed. Types only. Each call is told to the main thread, which applies them in
 * order, a moment later.
 */
import type { RoomClient } from './step-context.ts';

/** What `setMatchmaking` can change at once; other keys are the listing's own fields. */
export interface MatchmakingUpdate {
  /** In place of what was there, not merged with it. */
  readonly metadata?: object;
  readonly private?: boolean;
  readonly locked?: boolean;
  /** At most `capacity.clients`. */
  readonly maxClients?: number;
  readonly unlisted?: boolean;
  readonly [field: string]: unknown;
}

export interface RoomControl {
  /**
   * Keeps the seat of a client whose connection is gone, for so many seconds or until the game
   * gives it up with `ctx.disconnect(client)`. Only in `onDrop` and `onLeave`, for the client they
   * were called with. If it comes back `onReconnect` runs; else `onLeave` does, with the same
   * code, also if it was `onLeave` that held the seat. False: the seat cannot be held (any more),
   * because the client had never fully joined, or had its time.
   */
  allowReconnection(client: RoomClient, seconds: number | 'manual'): boolean;
  /** Nobody is let in any more, not even with the room's id. Who has a seat may come back. */
  lock(): void;
  /** Undoes `lock`. */
  unlock(): void;
  /** A private room is found by its id only. */
  setPrivate(isPrivate?: boolean): void;
  /** An unlisted room is not shown in lobbies. */
  setUnlisted(isUnlisted?: boolean): void;
  /** JSON that clients and matchmaking can see of the room, in place of what was there. */
  setMetadata(metadata: object): void;
  /** Several changes as one. */
  setMatchmaking(updates: MatchmakingUpdate): void;
  /** Whether the room ends when its last client has left. */
  autoDispose: boolean;
  /** Closes all connections with a Colyseus close code, and ends the room. Not in `onCreate`. */
  disconnectAll(code?: number): void;
}
