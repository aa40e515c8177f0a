/**
 * Notices processes that ended without a goodbye, so that their rooms leave the list. Colyseus
 * looks only when a process starts, or when somebody asks for a seat in such a room. Main thread;
 * runs where there is a Redis.
 */
import { matchMaker } from '@colyseus/core';

/** With Colyseus's 2 s for an answer, rooms of a dead process are listed for at most 7 s. */
const watchMs = 5_000;
/** Colyseus's channel of each process; Redis drops it with the process's connection. */
const channelPrefix = 'p:';

export class ProcessWatch {
  readonly #timer: NodeJS.Timeout;
  #seen: ReadonlySet<string> = new Set();
  #isLooking = false;

  constructor() {
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
    const counted = (await matchMaker.stats.fetchAll()).map(({ processId }) => processId);
    const channels = (await matchMaker.presence.channels(`${channelPrefix}*`)) ?? [];
    const alive = new Set(channels.map((channel) => channel.slice(channelPrefix.length)));
    const known = new Set([...this.#seen, ...counted]);
    const gone = [...known].filter((processId) => !alive.has(processId));
    this.#seen = alive;
    // Colyseus asks each once more, and removes what those that do not answer have left.
    await Promise.all(gone.map((processId) => matchMaker.healthCheckProcessId(processId)));
    this.#isLooking = false;
  }
}
