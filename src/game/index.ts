/** The entry `hypogeum/game`: all that a room file may import beside @colyseus/schema. */
export { UsageError } from '../base/errors.ts';
export { arenaRecord } from '../memory/arena-records.ts';
export type { EntityOf, StateOf, TableOf } from '../memory/state-handle.ts';
export type { TickArena } from '../memory/tick-arena.ts';
export { defineCache } from './define-cache.ts';
export { defineGame, type GameDefinition, type GameSpec } from './define-game.ts';
export type { MatchmakingUpdate } from './room-control.ts';
export type { AuthContext } from './room-options.ts';
export type { Inputs, RoomClient, StepContext } from './step-context.ts';
