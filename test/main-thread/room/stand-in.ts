/**
 * A worker's part, played on the test's own thread: real scheduler memory, rings, mail and outbox,
 * and in place of a game a script that answers each record as it likes. So a test sees what
 * GameRoom writes and decides what it is told.
 */
import { pino } from 'pino';
import type { RoomIndex, WorkerIndex } from '../../../src/base/integers.ts';
import { ByteRing } from '../../../src/channel/byte-ring.ts';
import type { OpenRoom } from '../../../src/channel/control.ts';
import { Mail } from '../../../src/channel/mail.ts';
import { FromRoom, ToRoom } from '../../../src/channel/records.ts';
import type { GameDefinition } from '../../../src/game/define-game.ts';
import type { GameRoom } from '../../../src/main-thread/room/game-room.ts';
import type { RoomServices } from '../../../src/main-thread/room/room-services.ts';
import { FrameScratch } from '../../../src/main-thread/sockets/frame-scratch.ts';
import { Outbox } from '../../../src/main-thread/sockets/outbox.ts';
import { MemoryPool } from '../../../src/main-thread/workers/memory-pool.ts';
import { roomLayout } from '../../../src/memory/layout.ts';
import { Scheduler } from '../../../src/scheduler/scheduler.ts';

export interface Seen {
  readonly kind: number;
  readonly slot: number;
  readonly a: number;
  readonly body: Buffer;
}

/** The rings of one room, from the worker's end. */
export class StandInRoom {
  readonly opened: OpenRoom;
  readonly seen: Seen[] = [];
  readonly #in: ByteRing;
  readonly #out: ByteRing;
  readonly #mail: Mail;

  constructor(opened: OpenRoom, definition: GameDefinition, mail: Mail) {
    const layout = roomLayout(definition.plan);
    this.opened = opened;
    this.#mail = mail;
    this.#in = new ByteRing(opened.memory, layout.inRingOffset, layout.inRingBytes);
    this.#out = new ByteRing(opened.memory, layout.outRingOffset, layout.outRingBytes);
  }

  write(kind: number, slot = 0, a = 0, b = 0, body: Uint8Array | string = ''): void {
    if (!this.#out.write(kind, slot, a, b, Buffer.from(body))) throw new Error('ring is full');
    this.#mail.post(this.opened.room);
  }

  /** Takes what has come, and tells `answer` of each record. */
  read(answer: (record: Seen) => void): void {
    while (this.#in.next()) {
      const { kind, slot, a, bodyOffset, bodyBytes, bytes } = this.#in;
      const body = Buffer.from(bytes.slice(bodyOffset, bodyOffset + bodyBytes));
      this.#in.release();
      const record = { kind, slot, a, body };
      this.seen.push(record);
      answer(record);
    }
  }
}

export type Script = (room: StandInRoom, record: Seen) => void;

/** Answers everything as a game without rules would. */
export const obliging: Script = (room, { kind, slot }) => {
  if (kind === ToRoom.CREATE) room.write(FromRoom.CREATED);
  if (kind === ToRoom.JOIN) room.write(FromRoom.JOINED, slot);
  if (kind === ToRoom.DROP) room.write(FromRoom.DROPPED, slot);
  if (kind === ToRoom.RETURN) room.write(FromRoom.RETURNED, slot);
  if (kind === ToRoom.LEAVE) room.write(FromRoom.LEFT, slot);
  if (kind === ToRoom.DISPOSE) room.write(FromRoom.DISPOSED);
};

const worker = 0 as WorkerIndex;

export class StandIn {
  readonly services: RoomServices;
  /** Newest last; rooms that were closed stay. */
  readonly rooms: StandInRoom[] = [];
  readonly closed: [room: number, epoch: number][] = [];
  /** What was logged as an error. */
  readonly errors: string[] = [];
  script: Script = obliging;
  /** While true no room is visited. */
  isAsleep = false;
  /** A room that the worker holds, visit after visit. */
  stuckIn: number | undefined;
  readonly #scheduler = Scheduler.create({ roomsMax: 4, workers: 1 });
  readonly #outbox: Outbox;
  readonly #timer: NodeJS.Timeout;

  constructor(definition: GameDefinition, answerMs: number) {
    const mail = new Mail(new SharedArrayBuffer(Mail.bytes(4)));
    this.#outbox = new Outbox(mail);
    this.#outbox.start();
    const rooms = new Map<RoomIndex, GameRoom>();
    this.services = {
      scheduler: this.#scheduler,
      workers: {
        open: (opened) => this.rooms.push(new StandInRoom(opened, definition, mail)),
        close: (room, epoch) => this.closed.push([room, epoch]),
      },
      homes: { choose: () => worker },
      outbox: this.#outbox,
      frames: new FrameScratch(),
      memory: new MemoryPool(),
      logger: pino({ level: 'error' }, { write: (line) => this.errors.push(line) }),
      answerMs,
      counters: { inputsDropped: 0, clientsClosed: 0 },
      rooms,
    };
    this.#timer = setInterval(() => this.#work(), 1);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#outbox.stop();
  }

  /** Ends the visit that `stuckIn` holds open. */
  unstick(): void {
    if (this.stuckIn === undefined) return;
    this.#scheduler.release(worker, this.stuckIn as RoomIndex, Number.POSITIVE_INFINITY);
    this.stuckIn = undefined;
  }

  #work(): void {
    if (this.isAsleep || this.stuckIn !== undefined) return;
    for (let room = this.#take(); room !== undefined; room = this.#take()) {
      room.read((record) => this.script(room, record));
      if (this.stuckIn === room.opened.room) return;
      this.#scheduler.release(worker, room.opened.room as RoomIndex, Number.POSITIVE_INFINITY);
    }
  }

  #take(): StandInRoom | undefined {
    const index = this.#scheduler.take(worker);
    return this.rooms.findLast(({ opened }) => opened.room === index);
  }
}
