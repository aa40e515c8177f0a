/**
 * One room on the test's own thread: the worker's view of it, and main's ends of its two rings.
 */
import { monotonicMs } from '../../src/base/clock.ts';
import { ByteRing } from '../../src/channel/byte-ring.ts';
import { Mail } from '../../src/channel/mail.ts';
import { FromRoom, ToRoom } from '../../src/channel/records.ts';
import { WorkerStats } from '../../src/channel/worker-stats.ts';
import type { GameDefinition } from '../../src/game/define-game.ts';
import { TickArena } from '../../src/memory/arena/tick-arena.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import { RoomView } from '../../src/worker-thread/room-view.ts';
import { runVisit } from '../../src/worker-thread/run-visit.ts';

const arenaBytesDefault = 64 * 1_024;

export interface Seen {
  readonly kind: number;
  readonly slot: number;
  readonly a: number;
  readonly b: number;
  readonly body: Buffer;
}

export class Stage {
  readonly game: GameDefinition;
  readonly arena: TickArena;
  readonly stats = new WorkerStats(new SharedArrayBuffer(WorkerStats.bytes));
  readonly mail = new Mail(new SharedArrayBuffer(Mail.bytes(1)));
  readonly memory: RoomMemory;
  readonly view: RoomView;
  readonly #in: ByteRing;
  readonly #out: ByteRing;
  readonly #checksumEvery: number;

  constructor(
    game: GameDefinition,
    options: {
      readonly checked?: boolean;
      readonly checksumEvery?: number;
      readonly arenaBytes?: number;
    } = {},
  ) {
    this.game = game;
    this.#checksumEvery = options.checksumEvery ?? 0;
    this.arena = new TickArena(options.arenaBytes ?? arenaBytesDefault, options);
    this.memory = RoomMemory.create(game.plan, monotonicMs());
    const { memory, layout } = this.memory;
    this.view = this.anotherView();
    this.#in = new ByteRing(memory, layout.inRingOffset, layout.inRingBytes);
    this.#out = new ByteRing(memory, layout.outRingOffset, layout.outRingBytes);
  }

  /** As another worker sees the room. */
  anotherView(): RoomView {
    const { memory } = this.memory;
    const opened = {
      kind: 'open',
      room: 0,
      epoch: 1,
      game: 'game',
      roomId: 'room',
      memory,
    } as const;
    return new RoomView(opened, this.game, this.arena, this.#checksumEvery);
  }

  /** Main writes. */
  tell(kind: number, slot = 0, body: object | Uint8Array = {}, a = 0): void {
    const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
    if (!this.#in.write(kind, slot, a, 0, bytes)) throw new Error('the ring to the room is full');
  }

  /** The room is created, and clients are in slots 0 … `clients` - 1, with the state. */
  open(clients = 0, options: object = {}): void {
    this.tell(ToRoom.CREATE, 0, options);
    for (let slot = 0; slot < clients; slot++) {
      this.tell(ToRoom.JOIN, slot, { sessionId: `session ${slot}`, options: {} });
      this.tell(ToRoom.READY, slot);
    }
    this.visit();
    this.hear();
  }

  visit(view: RoomView = this.view): number {
    return runVisit(view, this.stats, this.mail);
  }

  /** A visit that finds the next step due `ms` ago. */
  visitLate(ms: number, view: RoomView = this.view): number {
    this.memory.header.nextStepAtMs = monotonicMs() - ms;
    return this.visit(view);
  }

  /** A visit with one step, and never two: the clock stands still while the machine stalls. */
  visitOneStep(): void {
    const nowMs = performance.now();
    Object.defineProperty(performance, 'now', { value: () => nowMs, configurable: true });
    try {
      this.visitLate(0);
    } finally {
      Reflect.deleteProperty(performance, 'now');
    }
  }

  /** As `visitLate`, and the visits that follow at once because the room is behind. */
  catchUp(ms: number): number {
    let dueMs = this.visitLate(ms);
    while (dueMs <= monotonicMs()) dueMs = this.visit();
    return dueMs;
  }

  /** Main reads everything, or `records` at most. */
  hear(records = Number.POSITIVE_INFINITY): Seen[] {
    const seen: Seen[] = [];
    while (seen.length < records && this.#out.next()) {
      const { kind, slot, a, b, bodyOffset, bodyBytes, bytes } = this.#out;
      const body = Buffer.from(bytes.slice(bodyOffset, bodyOffset + bodyBytes));
      seen.push({ kind, slot, a, b, body });
      this.#out.release();
    }
    return seen;
  }

  /** Fills the ring to main until fewer than `leftBytes` are free. Returns the records written. */
  clog(leftBytes = 0, bodyBytes = 512): number {
    const body = new Uint8Array(bodyBytes);
    let written = 0;
    const { ring } = this.view.outlet;
    while (ring.freeBytes >= leftBytes && ring.write(FromRoom.BROADCAST, 0, 0, 0, body)) written++;
    return written;
  }
}

export function kindsOf(records: readonly Seen[]): number[] {
  return records.map(({ kind }) => kind);
}
