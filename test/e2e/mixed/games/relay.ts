export { RelayRoom as default } from '@colyseus/core';
