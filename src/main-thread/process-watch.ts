/**
 * Notices processes that ended without a goodbye and takes their rooms off the list and out of
 * lobbies. Colyseus does the first only when a process starts or somebody asks for a seat in such
 * a room, and the second never. Main thread; runs where there is a Redis.
 */
import { matchMaker } from '@colyseus/core';
import type { Logger } from 'pino';
import { unlistRoom } from './colyseus-internals.ts';

/** With Colyseus's 2 s for an answer, rooms of a dead process are listed for at most 7 s. */
const watchMs = 5_000;
/** Colyseus's channel of each process; Redis drops it with the process's connection. */
const channelPrefix = 'p:';

export class ProcessWatch {
  readonly #logger: Logger;
  readonly #timer: NodeJS.Timeout;
  #seen: ReadonlySet<string> = new Set();
  #isLooking = false;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#timer = setInterval(() => void this.#look(), watchMs).unref();
    void this.#look();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    // An outage of Redis holds up the look that meets it, and would stack up the others.
    if (this.#isLooking) return;
    this.#isLooking = true;
    const channels = (await matchMaker.presence.channels(`${channelPrefix}*`)) ?? [];
    const alive = new Set(channels.map((channel) => channel.slice(channelPrefix.length)));
    const gone = [...this.#seen].filter((processId) => !alive.has(processId));
    this.#seen = alive;
    await Promise.all(gone.map((processId) => this.#bury(processId)));
    this.#isLooking = false;
  }

  async #bury(processId: string): Promise<void> {
    const rooms = await matchMaker.query({ processId });
    const counted = await matchMaker.stats.fetchAll();
    // Without a trace: it has shut down in order.
    if (rooms.length === 0 && counted.every((other) => other.processId !== processId)) return;
    // Colyseus asks it once more, and removes what it has left.
    if (await matchMaker.healthCheckProcessId(processId)) return;
    for (const listing of rooms) unlistRoom(listing);
    this.#logger.warn({ processId, rooms: rooms.length }, 'a process is gone: its rooms are too');
  }
}
