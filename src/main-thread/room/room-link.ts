/**
 * A room's line to the workers, on the main thread: its place in the scheduler, its memory, its
 * two rings. Opened before the room's first record, closed after its last; index and memory go
 * back only when no worker can hold the lease any more.
 */
import { monotonicMs } from '../../base/clock.ts';
import type { RoomIndex } from '../../base/integers.ts';
import { ByteRing } from '../../channel/byte-ring.ts';
import { roomLayout } from '../../memory/layout.ts';
import { RoomFlag, RoomHeader } from '../../memory/room-header.ts';
import { Inbox } from '../sockets/inbox.ts';
import { RoomOutlet } from '../sockets/room-outlet.ts';
import { StateFrames } from '../sockets/state-frames.ts';
import type { RoomEvents } from './room-events.ts';
import type { NamedGame, RoomServices } from './room-services.ts';

/** A worker inside a visit is asked this often whether it has ended. */
const closePollMs = 20;

export class RoomLink {
  readonly index: RoomIndex;
  readonly epoch: number;
  readonly memory: SharedArrayBuffer;
  readonly header: RoomHeader;
  readonly inbox: Inbox;
  readonly outlet: RoomOutlet;
  readonly #services: RoomServices;
  readonly #isPinned: boolean;
  #isClosing = false;

  constructor(
    game: NamedGame,
    roomId: string,
    services: RoomServices,
    events: RoomEvents & { broken(error: unknown): void },
  ) {
    const { definition } = game;
    const layout = roomLayout(definition.plan);
    const { scheduler } = services;
    this.#services = services;
    this.memory = services.memory.take(layout.byteLength);
    this.header = new RoomHeader(this.memory);
    this.header.open(layout.fingerprint, monotonicMs());
    this.#isPinned = definition.placement === 'pinned';
    const home = this.#isPinned ? services.homes.choose() : undefined;
    // Not due: a worker that meets a room must find it announced.
    const index = scheduler.open(Number.POSITIVE_INFINITY, home, this.#isPinned);
    this.index = index;
    this.epoch = scheduler.epochOf(index);
    const ringIn = new ByteRing(this.memory, layout.inRingOffset, layout.inRingBytes);
    const ringOut = new ByteRing(this.memory, layout.outRingOffset, layout.outRingBytes);
    this.inbox = new Inbox(ringIn, { expedite: () => scheduler.expedite(index) });
    const isTimed = definition.inputClass !== undefined;
    const states = new StateFrames(ringOut, isTimed, services.frames);
    this.outlet = new RoomOutlet(ringOut, definition.clientsMax, states, events);
    services.outbox.attach(index, {
      read: () => {
        this.outlet.read();
        this.inbox.flush();
      },
      broken: events.broken,
    });
    const { epoch, memory } = this;
    services.workers.open({ kind: 'open', room: index, epoch, game: game.name, roomId, memory });
  }

  /** Nothing goes in or out any more. Returns at once; a worker inside a visit ends it first. */
  close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.inbox.close();
    this.#services.outbox.detach(this.index);
    this.#services.scheduler.close(this.index);
    this.#freeWhenClosed();
  }

  #freeWhenClosed(): void {
    const { scheduler, workers, memory, rooms } = this.#services;
    if (!scheduler.isClosed(this.index)) {
      setTimeout(() => this.#freeWhenClosed(), closePollMs).unref();
      return;
    }
    workers.close(this.index, this.epoch);
    // No visit has ended what the room keeps on its worker: the worker shall read that it is over.
    const isOver = this.header.has(RoomFlag.FAILED | RoomFlag.DISPOSED);
    if (this.#isPinned && !isOver) scheduler.requestTurn();
    rooms.delete(this.index);
    scheduler.free(this.index);
    memory.give(this.memory);
  }
}
