import { defineRoom, QueueRoom } from '@colyseus/core';

export default defineRoom(QueueRoom, { matchRoomName: 'arena', maxPlayers: 2 });
