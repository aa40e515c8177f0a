/**
 * Notices processes that ended without a goodbye, so that their rooms leave the list. Colyseus
 * looks only when a process starts, or when somebody asks for a seat in such a room. Main thread;
 * runs where there is a Redis.
 */
import { matchMaker } from '@colyseus/core';
import type { Logger } from 'pino';
import { toErrorRecord } from '../../base/errors.ts';

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
    this.#timer = setInterval(() => void this.#lookOnce(), watchMs).unref();
    void this.#lookOnce();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #lookOnce(): Promise<void> {
    // An outage of Redis holds up the look that meets it, and would stack up the others.
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#look();
    } catch (error) {
      this.#logger.warn({ error: toErrorRecord(error) }, 'cannot look for processes that are gone');
    } finally {
      this.#isLooking = false;
    }
  }

  async #look(): Promise<void> {
    const counted = (await matchMaker.stats.fetchAll()).map(({ processId }) => processId);
    const channels = (await matchMaker.presence.channels(`${channelPrefix}*`)) ?? [];
    const alive = new Set(channels.map((channel) => channel.slice(channelPrefix.length)));
    const known = new Set([...this.#seen, ...counted]);
    const gone = [...known].filter((processId) => !alive.has(processId));
    this.#seen = alive;
    // Colyseus asks each once more, and removes what those that do not answer have left.
    await Promise.all(gone.map((processId) => matchMaker.healthCheckProcessId(processId)));
  }
}
