/** Stock's queue, which makes pairs for the arena. */
import { defineRoom, QueueRoom } from '@colyseus/core';

export default defineRoom(QueueRoom, { matchRoomName: 'arena', maxPlayers: 2 });
