/**
 * Stock's list of rooms in Redis, but lobbies keep no room that is gone. Main thread; each process
 * writes its own rooms into the list, and takes out those of one that is dead.
 */
import type { IRoomCache, SortOptions } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import type { Logger } from 'pino';
import { unlistRoom } from '../colyseus-internals.ts';
import type { RedisConnection } from './redis-connection.ts';

export class LinkDriver extends RedisDriver {
  readonly #logger: Logger;

  constructor(connection: RedisConnection, logger: Logger) {
    super(connection);
    this.#logger = logger;
  }

  /**
   * One room is read by its id. Stock reads all, and only once for several who ask meanwhile, so
   * that a lobby may be handed a room as it was before it went, and keep it.
   */
  override async query(
    conditions: Partial<IRoomCache>,
    sortOptions?: SortOptions,
  ): Promise<IRoomCache[]> {
    const { roomId, ...others } = conditions;
    if (roomId === undefined || Object.keys(others).length > 0) {
      return super.query(conditions, sortOptions);
    }
    const room = await this.findOne({ roomId });
    return room === undefined ? [] : [room];
  }

  /** What a process that is gone has left: stock takes it off the list and tells no lobby. */
  override async cleanup(processId: string): Promise<void> {
    const rooms = await this.query({ processId });
    await super.cleanup(processId);
    if (rooms.length === 0) return;
    for (const listing of rooms) unlistRoom(listing);
    const fields = { processId, rooms: rooms.length };
    this.#logger.warn(fields, 'the rooms of a process that is gone are off the list');
  }
}
