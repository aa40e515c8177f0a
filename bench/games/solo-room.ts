/**
 * One room without a server: visited as a worker does it, its ring read as main does it, and with a
 * client that gets every patch. On the caller's thread; owns the room's memory.
 */
import { monotonicMs } from '../../src/base/clock.ts';
import { Mail } from '../../src/channel/mail.ts';
import { ToRoom } from '../../src/channel/records.ts';
import { WorkerStats } from '../../src/channel/worker-stats.ts';
import type { GameDefinition } from '../../src/game/define-game.ts';
import { TickArena } from '../../src/memory/arena/tick-arena.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import { RoomView } from '../../src/worker-thread/room-view.ts';
import { runVisit } from '../../src/worker-thread/run-visit.ts';

const arenaBytes = 16 * 1024 * 1024;

export class SoloRoom {
  readonly view: RoomView;
  readonly #stats = new WorkerStats(new SharedArrayBuffer(WorkerStats.bytes));
  readonly #mail = new Mail(new SharedArrayBuffer(Mail.bytes(1)));

  constructor(game: GameDefinition, options: object) {
    const { memory } = RoomMemory.create(game.plan, monotonicMs());
    const open = { kind: 'open', room: 0, epoch: 1, game: 'game', roomId: 'r', memory } as const;
    this.view = new RoomView(open, game, new TickArena(arenaBytes));
    this.#tell(ToRoom.CREATE, options);
    this.#tell(ToRoom.JOIN, { sessionId: 'client', options: {} });
    this.#tell(ToRoom.READY, {});
  }

  /** Ticks that are due one after the other, however fast they run. */
  tick(count: number): void {
    const { header } = this.view.memory;
    const last = header.tick + count;
    while (header.tick < last) {
      header.nextStepAtMs = monotonicMs();
      this.#visit();
    }
  }

  #tell(kind: number, body: object): void {
    const { inRing } = this.view.memory;
    inRing.write(kind, 0, 0, 0, Buffer.from(JSON.stringify(body)));
    this.#visit();
  }

  #visit(): void {
    runVisit(this.view, this.#stats, this.#mail);
    const { outRing } = this.view.memory;
    while (outRing.next()) outRing.release();
  }
}
