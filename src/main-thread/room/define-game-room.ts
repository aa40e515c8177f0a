/** Makes the class from which Colyseus makes a game's rooms. Main thread, once per game. */
import { authenticateWith } from './authenticate.ts';
import { GameRoom } from './game-room.ts';
import type { NamedGame, RoomServices } from './room-services.ts';

export function defineGameRoom(game: NamedGame, services: RoomServices): new () => GameRoom {
  const Kind = class extends GameRoom {
    constructor() {
      super(game, services);
    }
  };
  const onAuth = authenticateWith(game, services.logger);
  // Own only where the game has one: @colyseus/auth may have put its own on Room.
  return onAuth === undefined ? Kind : Object.assign(Kind, { onAuth });
}
