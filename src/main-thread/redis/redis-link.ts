/**
 * This process's link to the others: Colyseus's Redis driver and presence over connections that
 * outlive an outage of Redis. Main thread.
 */
import { matchMaker } from '@colyseus/core';
import { RedisPresence } from '@colyseus/redis-presence';
import type { Logger } from 'pino';
import { monotonicMs } from '../../base/clock.ts';
import { toErrorRecord, UsageError } from '../../base/errors.ts';
import { settlesWithin } from '../settles-within.ts';
import { LinkDriver } from './link-driver.ts';
import { RedisConnection } from './redis-connection.ts';

/** A Redis that has not answered by then is not there: the start fails. */
const connectLimitMs = 3_000;
const retryMsMax = 1_000;
const retryMsStep = 100;
/** After a clean goodbye; then the connections are cut. */
const quitLimitMs = 250;

export class RedisLink {
  readonly driver: LinkDriver;
  readonly presence: LinkPresence;
  readonly #logger: Logger;
  #goneAtMs: number | undefined;
  #isClosing = false;

  private constructor(connection: RedisConnection, address: string, logger: Logger) {
    this.#logger = logger.child({ redis: address });
    this.driver = new LinkDriver(connection, this.#logger);
    this.presence = new LinkPresence(connection, (error) => {
      this.#logger.debug({ error: toErrorRecord(error) }, 'Redis connection');
    });
    connection.on('close', () => this.#lost());
    connection.on('ready', () => this.#back());
  }

  /** Connects. Throws UsageError OPTION_INVALID, without the password, when Redis is not there. */
  static async open(url: string, logger: Logger): Promise<RedisLink> {
    const { host, protocol } = new URL(url);
    const address = `${protocol}//${host}`;
    let isUp = false;
    let error: unknown = new Error(`no answer in ${connectLimitMs} ms`);
    const connection = new RedisConnection(url, {
      lazyConnect: true,
      connectTimeout: connectLimitMs,
      maxRetriesPerRequest: null,
      retryStrategy: (times) => (isUp ? Math.min(times * retryMsStep, retryMsMax) : null),
    });
    connection.on('error', (last: unknown) => {
      error = last;
    });
    const connecting = connection.connect();
    await settlesWithin(connecting, connectLimitMs);
    if (connection.status !== 'ready') {
      connection.giveUp();
      const text = `redisUrl: ${address} cannot be used: ${toErrorRecord(error).text}`;
      throw new UsageError('OPTION_INVALID', text, { cause: error });
    }
    isUp = true;
    return new RedisLink(connection, address, logger);
  }

  /** Before the rooms are closed: if Redis is away, or goes now, nobody waits for it. */
  beginClosing(): void {
    this.#isClosing = true;
    for (const connection of this.presence.connections) connection.giveUpWhenLost();
  }

  /** Ends the connections, also where Colyseus could not. */
  async close(): Promise<void> {
    this.beginClosing();
    const quits = this.presence.connections.map((connection) => connection.quit());
    await settlesWithin(Promise.allSettled(quits), quitLimitMs);
    for (const connection of this.presence.connections) connection.giveUp();
  }

  #lost(): void {
    if (this.#isClosing || this.#goneAtMs !== undefined) return;
    this.#goneAtMs = monotonicMs();
    this.#logger.error('Redis is gone: rooms go on, matchmaking waits until it is back');
  }

  #back(): void {
    if (this.#goneAtMs === undefined) return;
    const seconds = ((monotonicMs() - this.#goneAtMs) / 1_000).toFixed(1);
    this.#goneAtMs = undefined;
    this.#logger.info(`Redis is back after ${seconds} s`);
    // It may have come back empty; Colyseus itself would list the rooms again only if asked to.
    const told = [matchMaker.stats.persist(true), matchMaker.restoreMissingRoomCaches()];
    Promise.all(told).catch((error: unknown) => {
      this.#logger.error({ error: toErrorRecord(error) }, 'Redis takes no list of the rooms');
    });
  }
}

/** Stock's, but silent: it would warn at each attempt to reconnect while Redis is away. */
class LinkPresence extends RedisPresence {
  readonly connections: readonly RedisConnection[];

  constructor(connection: RedisConnection, onError: (error: unknown) => void) {
    super(connection);
    this.connections = [this.pub, this.sub] as RedisConnection[];
    for (const own of this.connections) own.removeAllListeners('error').on('error', onError);
  }
}
