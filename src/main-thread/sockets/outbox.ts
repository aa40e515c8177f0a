/**
 * From rooms to sockets: lets each room that wrote something read its ring, on the main thread.
 * Rooms are numbers here, and what reads them a callback.
 *
 * Like a network card's driver it is woken by the first mail and looks by itself while mail keeps
 * coming: waking it costs the worker some 30 us (docs/ARCHITECTURE.md), more than the tick that it
 * is about. Polling costs a patch a millisecond at most.
 */
import { setImmediate } from 'node:timers/promises';
import type { RoomIndex } from '../../base/integers.ts';
import type { Mail } from '../../channel/mail.ts';

/** What the outbox needs of a room. */
export interface OutboxRoom {
  /** The room may have written records. What this throws is the room's failure. */
  read(): void;
  broken(error: unknown): void;
}

/** Node's shortest timer. */
const pollMs = 1;
/** Wake-ups that follow one another within `wakeGapMs` until main looks by itself. */
const wakesToPoll = 16;
const wakeGapMs = 2;
/** Looks in a row that find nothing until main waits to be woken again. */
const idlePolls = 8;

export class Outbox {
  readonly #mail: Mail;
  readonly #rooms = new Map<number, OutboxRoom>();
  #isStopped = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(mail: Mail) {
    this.#mail = mail;
  }

  attach(index: RoomIndex, room: OutboxRoom): void {
    this.#rooms.set(index, room);
  }

  detach(index: RoomIndex): void {
    this.#rooms.delete(index);
  }

  start(): void {
    this.#ended = this.#run();
  }

  /** Resolves when nothing is read any more. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#mail.wake();
    return this.#ended;
  }

  /** Reads what has come. Also after a worker's death, which may leave mail unannounced. */
  drain(): void {
    this.#mail.drain(this.#visit);
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      await this.#untilBusy();
      if (!this.#isStopped) await this.#untilIdle();
    }
  }

  /** Is woken for each mail, until it has been woken so often that looking is cheaper. */
  async #untilBusy(): Promise<void> {
    let wakes = 0;
    let lastMs = 0;
    while (!this.#isStopped && wakes < wakesToPoll) {
      const mail = this.#mail.wait();
      // Under load there is always mail: sockets and timers get their turn between two drains.
      await (mail ?? setImmediate());
      this.drain();
      const nowMs = performance.now();
      wakes = nowMs - lastMs < wakeGapMs ? wakes + 1 : 0;
      lastMs = nowMs;
    }
  }

  /** Looks every millisecond. Its last drain is one after which it may be woken again. */
  #untilIdle(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let emptyPolls = 0;
    const poll = (): void => {
      const isLast = this.#isStopped || emptyPolls >= idlePolls;
      const visits = this.#mail.drain(this.#visit, !isLast);
      emptyPolls = visits === 0 ? emptyPolls + 1 : 0;
      if (isLast) resolve();
      else timer.refresh();
    };
    const timer = setTimeout(poll, pollMs);
    return promise;
  }

  readonly #visit = (index: number): void => {
    const room = this.#rooms.get(index);
    if (room === undefined) return;
    try {
      room.read();
    } catch (error) {
      room.broken(error);
    }
  };
}
