/**
 * What core is told about a game's rooms when one is made: the numbers it announces and keeps to,
 * and a serializer that knows the state's shape and nothing of its content. Main thread.
 */
import type { Room } from '@colyseus/core';
import { InvariantError } from '../../base/errors.ts';
import type { GameDefinition } from '../../game/define-game.ts';
import { encodeHandshake } from '../../schema/handshake.ts';

/** In the room's constructor: core reads these when it takes the room up. */
export function setUpRoom(room: Room, definition: GameDefinition): void {
  const { rules, patchRate, stateClass, maxMessagesPerSecond } = definition;
  const { maxClients, autoDispose, seatReservationTimeout } = rules;
  room.maxClients = maxClients;
  room.autoDispose = autoDispose;
  room.maxMessagesPerSecond = maxMessagesPerSecond;
  if (seatReservationTimeout !== undefined) room.seatReservationTimeout = seatReservationTimeout;
  // The true interval: core tells clients, who size their input buffers by it.
  room.patchRate = 1000 / patchRate;
  // `state` stays undefined: core would ask the serializer for it at each join.
  room.setSerializer({
    id: 'schema',
    handshake: () => encodeHandshake(stateClass),
    getFullState: () => {
      throw new InvariantError('a room keeps its state in its own memory');
    },
    applyPatches: () => false,
    reset: () => {},
  });
}
