/** Stock's lobby, as the default export of a file of the rooms folder. */
import { LobbyRoom } from '@colyseus/core';

export default LobbyRoom;
