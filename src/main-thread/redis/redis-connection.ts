/**
 * A connection to Redis whose commands never fail for want of Redis: they wait until it is back,
 * and, once this process is closing, are answered with nothing. Why: Colyseus does not wait for
 * most of its commands, so that a rejection of one would end the process. Main thread.
 */
import { type Command, Redis, type RedisOptions } from 'ioredis';

type Stream = Parameters<Redis['sendCommand']>[1];

export class RedisConnection extends Redis {
  /** What has no answer yet -> whether it is part of a pipeline. */
  readonly #pending = new Map<Command, boolean>();
  #hasGivenUp = false;
  #quitting: Promise<'OK'> | undefined;

  /** For subscriptions, which take a connection of their own. */
  override duplicate(override?: Partial<RedisOptions>): RedisConnection {
    return new RedisConnection({ ...this.options, ...override });
  }

  override sendCommand(command: Command, stream?: Stream): unknown {
    const isPiped = stream !== undefined;
    if (this.#hasGivenUp) {
      abandon(command, isPiped);
      return command.promise;
    }
    this.#pending.set(command, isPiped);
    const forget = () => this.#pending.delete(command);
    command.promise.then(forget, forget);
    return super.sendCommand(command, stream);
  }

  /** Presence and driver share a connection, and both end it. */
  override quit(): Promise<'OK'> {
    this.#quitting ??= super.quit();
    return this.#quitting;
  }

  /** From now on nobody waits for Redis, should it be away or go. */
  giveUpWhenLost(): void {
    if (this.status === 'ready') this.once('close', () => this.giveUp());
    else this.giveUp();
  }

  giveUp(): void {
    if (this.#hasGivenUp) return;
    this.#hasGivenUp = true;
    for (const [command, isPiped] of this.#pending) abandon(command, isPiped);
    this.disconnect();
  }
}

/** Nothing is null; a pipeline would make an error of that, so it stays without an answer. */
function abandon(command: Command, isPiped: boolean): void {
  if (isPiped) command.reject = () => {};
  else command.resolve(null);
}
