/**
 * From rooms to sockets: waits for mail from the workers and lets each room that wrote something
 * read its ring, on the main thread. Rooms are numbers here, and what reads them a callback.
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
      const mail = this.#mail.wait();
      // Under load there is always mail: sockets and timers get their turn between two drains.
      await (mail ?? setImmediate());
      this.drain();
    }
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
