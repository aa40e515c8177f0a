export { LobbyRoom as default } from '@colyseus/core';
