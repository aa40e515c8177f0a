/** The entry `hypogeum/game`: all that a room file may import beside @colyseus/schema. */
export { UsageError } from '../base/errors.ts';
export { arenaRecord } from '../memory/arena/arena-records.ts';
export type { TickArena } from '../memory/arena/tick-arena.ts';
export type { EntityOf, StateOf, TableOf } from '../memory/state/state-handle.ts';
export type { PastOf, PastStateOf } from '../memory/time/past-state.ts';
export { defineCache } from './define-cache.ts';
export { defineGame, type GameDefinition } from './define-game.ts';
export type { GameSpec } from './game-spec.ts';
export type { InputSpec } from './input-options.ts';
export type { BytesHandler, FallbackHandler, MessageHandler, Reply } from './messages.ts';
export type { Placement } from './placement.ts';
export type { Rewind } from './rewind.ts';
export type { MatchmakingUpdate } from './room-control.ts';
export type { AuthContext } from './room-options.ts';
export type { StandardSchema } from './standard-schema.ts';
export type {
  BroadcastOptions,
  Inputs,
  RoomClient,
  SendOptions,
  StepContext,
} from './step-context.ts';
