/**
 * The list of open rooms that the demo's start screens show: stock's lobby, an ordinary Colyseus
 * room on the main thread. Games are listed in real time; private ones are not in it.
 */
import { LobbyRoom } from '@colyseus/core';

export default LobbyRoom;
