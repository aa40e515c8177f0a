/**
 * Puts a process together and takes it apart again: Colyseus's server in front, the scheduler and
 * its workers behind, rooms between. Main thread.
 */
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { matchMaker, registerRoomDefinitions, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { assert } from '../base/assert.ts';
import { UsageError } from '../base/errors.ts';
import { clientFrameBytesMax } from '../base/limits.ts';
import { Backstage } from './backstage.ts';
import { CoreLogger } from './core-logger.ts';
import { EngineView } from './engine-view/engine-view.ts';
import { mountRoutes } from './http-routes.ts';
import { type LoadedRooms, loadGames } from './load/load-games.ts';
import type { OrdinaryRoom } from './load/ordinary-rooms.ts';
import { planServer, type ServerOptions, type ServerPlan } from './options.ts';
import { ProcessWatch } from './redis/process-watch.ts';
import { RedisLink } from './redis/redis-link.ts';
import { defineGameRoom } from './room/define-game-room.ts';
import { disposeLimitMs } from './room/game-room.ts';
import type { NamedGame } from './room/room-services.ts';
import { settlesWithin } from './settles-within.ts';
import type { ServerStats, StatsOptions } from './stats.ts';

/** Rooms have this long to say goodbye before the workers are stopped under them. */
const roomsCloseLimitMs = 2_000;
/** Sockets have this long for the closing handshake before they are destroyed. */
const socketsCloseLimitMs = 250;

assert(disposeLimitMs < roomsCloseLimitMs, 'a room must be able to give up within a shutdown');

/** The list of rooms has this long to be cleared of those that did not close in time. */
const unlistLimitMs = 250;

/** Core's matchmaker is one per process, and so is a server. */
let current: HypogeumServer | 'starting' | undefined;

/**
 * Loads the games, starts the workers and listens. Throws UsageError for an option, a game or a
 * port that cannot be used; nothing is left running then.
 */
export async function createServer(options: ServerOptions): Promise<HypogeumServer> {
  if (current !== undefined) {
    const text = 'one server a process: close() the other first';
    throw new UsageError('OPTION_INVALID', text);
  }
  current = 'starting';
  try {
    const plan = planServer(options);
    const loaded = await loadGames(plan.games);
    const server = new HypogeumServer(plan, loaded);
    current = server;
    await server.start();
    return server;
  } catch (error) {
    current = undefined;
    throw error;
  }
}

export class HypogeumServer {
  readonly #plan: ServerPlan;
  readonly #games: readonly NamedGame[];
  readonly #rooms: Readonly<Record<string, OrdinaryRoom>>;
  readonly #backstage: Backstage;
  readonly #engineView: EngineView | undefined;
  readonly #http: HttpServer;
  readonly #httpClosed: Promise<unknown>;
  readonly #sockets = new Set<Socket>();
  readonly #coreLogger: CoreLogger;
  #core: Server | undefined;
  #redis: RedisLink | undefined;
  #watch: ProcessWatch | undefined;
  #closed: Promise<void> | undefined;

  /** For `createServer`. */
  constructor(plan: ServerPlan, { games, rooms }: LoadedRooms) {
    this.#plan = plan;
    this.#games = games;
    this.#rooms = { ...plan.rooms, ...rooms };
    this.#coreLogger = new CoreLogger(plan.logger);
    const forWorkers = plan.games.filter(({ name }) => !(name in rooms));
    this.#backstage = new Backstage({ ...plan, games: forWorkers }, () => this.#dieOf());
    this.#engineView =
      plan.engineView &&
      new EngineView(this.#backstage.engineSources, games, plan.engineView, {
        logger: plan.logger,
        url: () => this.url,
      });
    this.#http = createHttpServer();
    this.#httpClosed = new Promise((resolve) => this.#http.once('close', resolve));
    this.#http.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** The port in use, also when `port: 0` asked for any. */
  get port(): number {
    return (this.#http.address() as AddressInfo | null)?.port ?? this.#plan.port;
  }

  /** For a client on this machine, or on the network when `host` is an address. */
  get url(): string {
    const { host } = this.#plan;
    if (host === undefined || host === '0.0.0.0' || host === '::') {
      return `http://localhost:${this.port}`;
    }
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }

  /** How many threads run ticks. */
  get workers(): number {
    return this.#plan.workers;
  }

  /** Names of the games, in order. */
  get games(): readonly string[] {
    return this.#games.map(({ name }) => name);
  }

  /** Names of the ordinary rooms, in order. */
  get rooms(): readonly string[] {
    return Object.keys(this.#rooms);
  }

  stats(options?: StatsOptions): ServerStats {
    return this.#backstage.stats(options);
  }

  /** Closes clients with SERVER_SHUTDOWN, disposes of rooms, ends threads. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** For `createServer`. */
  async start(): Promise<void> {
    try {
      const { redisUrl, logger } = this.#plan;
      if (redisUrl !== undefined) this.#redis = await RedisLink.open(redisUrl, logger);
      await this.#backstage.start();
      await this.#listen();
      this.#engineView?.announce(this.url);
      if (this.#redis !== undefined) this.#watch = new ProcessWatch(logger);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async #listen(): Promise<void> {
    const { port, host, publicDir, stats, express, publicAddress } = this.#plan;
    const core = new Server({
      transport: new WebSocketTransport({ server: this.#http, maxPayload: clientFrameBytesMax }),
      gracefullyShutdown: false,
      greet: false,
      logger: this.#coreLogger,
      express: (app) =>
        mountRoutes(app, {
          publicDir,
          express,
          stats: stats ? this : undefined,
          engineView: this.#engineView,
        }),
      ...(publicAddress === undefined ? {} : { publicAddress }),
      ...(this.#redis && { driver: this.#redis.driver, presence: this.#redis.presence }),
    });
    this.#core = core;
    for (const game of this.#games) {
      const { filterBy, sortBy } = game.definition.rules;
      const handler = core.define(game.name, defineGameRoom(game, this.#backstage));
      if (filterBy !== undefined) handler.filterBy([...filterBy] as never[]);
      if (sortBy !== undefined) handler.sortBy(sortBy as never);
      if (game.definition.realtimeListing) handler.enableRealtimeListing();
    }
    registerRoomDefinitions(this.#rooms);
    // Core's listen never settles when the port is taken.
    const failed = Promise.withResolvers<never>();
    this.#http.once('error', failed.reject);
    this.#coreLogger.isMuted = true;
    try {
      await Promise.race([core.listen(port, host), failed.promise]);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
      throw new UsageError('PORT_TAKEN', `port: ${port} is taken by another program`, { cause });
    } finally {
      this.#coreLogger.isMuted = false;
      this.#http.off('error', failed.reject);
    }
  }

  async #close(): Promise<void> {
    // No new connections; core tells its rooms, and closes the http server once more.
    const wasListening = this.#http.listening;
    this.#http.close();
    this.#engineView?.stop();
    this.#watch?.stop();
    this.#redis?.beginClosing();
    if (this.#core !== undefined) await this.#closeRooms(this.#core);
    await this.#redis?.close();
    await this.#backstage.stop();
    if (wasListening && !(await settlesWithin(this.#httpClosed, socketsCloseLimitMs))) {
      for (const socket of this.#sockets) socket.destroy();
      await this.#httpClosed;
    }
    if (current === this) current = undefined;
  }

  async #closeRooms(core: Server): Promise<void> {
    if (await settlesWithin(core.gracefullyShutdown(false), roomsCloseLimitMs)) {
      for (const name of [...this.games, ...this.rooms]) core.removeRoomType(name);
      return;
    }
    this.#plan.logger.warn({ limitMs: roomsCloseLimitMs }, 'rooms did not close in time');
    // What core would have done after the last of them. They keep their types: core asks for them.
    const { driver, processId } = matchMaker;
    await settlesWithin(Promise.resolve(driver.cleanup?.(processId)), unlistLimitMs);
  }

  /** Workers die one after the other: the process ends, for whoever watches it to start anew. */
  #dieOf(): void {
    process.exitCode = 1;
    void this.close();
  }
}
