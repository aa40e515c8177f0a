/** The package's main entry: starting a server. Games are written against `hypogeum/game`. */
export { type UsageCode, UsageError } from './base/errors.ts';
export type { BucketCount, Summary } from './base/log-histogram.ts';
export type { BotRun, BotStarter, BotWish } from './main-thread/engine-view/bot-runs.ts';
export type { EngineViewOptions } from './main-thread/engine-view/engine-options.ts';
export type { ServerOptions } from './main-thread/options.ts';
export { createServer, HypogeumServer } from './main-thread/server.ts';
export type {
  Collections,
  ProcessStats,
  RoomStats,
  ServerStats,
  StatsOptions,
  WorkerStats,
} from './main-thread/stats.ts';
