/**
 * Ordinary Colyseus rooms: classes of the author's, or stock's lobby, queue and relay. They run on
 * the main thread as in any Colyseus server; all that is done here is to tell them from games and
 * from mistakes. Main thread.
 */
import { RegisteredHandler, Room, type RoomDefinitions } from '@colyseus/core';
import { UsageError } from '../../base/errors.ts';

/** A class that extends `Room`, or what `defineRoom(Class, options)` makes of it. */
export type OrdinaryRoom = RoomDefinitions[string];

export function isOrdinaryRoom(value: unknown): value is OrdinaryRoom {
  const isKnown = value instanceof RegisteredHandler || typeof value === 'function';
  return isKnown && prototypeOf(value) instanceof Room;
}

/** `where` says in the error which option or file it is. Throws UsageError ROOMS_INVALID. */
export function checkOrdinaryRoom(where: string, value: unknown): asserts value is OrdinaryRoom {
  if (isOrdinaryRoom(value)) return;
  const text = isForeign(value)
    ? "is made with another copy of @colyseus/core than the server's: install one version of it"
    : 'is neither a class that extends Room nor defineRoom(...)';
  throw new UsageError('ROOMS_INVALID', `${where} ${text}`);
}

/** Looks like a room, but its matchmaker is not the server's. */
export function isForeign(value: unknown): boolean {
  if (isOrdinaryRoom(value)) return false;
  return 'onBeforeShutdown' in Object(prototypeOf(value));
}

function prototypeOf(value: unknown): unknown {
  const { klass = value } = Object(value) as { klass?: unknown };
  return typeof klass === 'function' ? klass.prototype : undefined;
}
