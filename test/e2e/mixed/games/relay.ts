/** Stock's relay, as the default export of a file of the rooms folder. */
import { RelayRoom } from '@colyseus/core';

export default RelayRoom;
