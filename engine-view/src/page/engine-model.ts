/**
 * All that the page knows of the server: what the stream told, in rings, and which room stands out.
 * Thread-neutral; written by the stream and by what a person does, read by everything that draws.
 */
import type { EngineEvent, Frame, Hello, RoomRow, Rooms, Second } from '../frames.ts';
import { VisitRing } from '../lanes/visit-ring.ts';
import { LatenessBins } from '../seconds/lateness-bins.ts';
import { MainMarks } from '../seconds/main-marks.ts';
import { ServerClock } from '../time/server-clock.ts';
import { TimeWindow } from '../time/time-window.ts';

export class EngineModel {
  readonly visits = new VisitRing();
  readonly clock = new ServerClock();
  readonly window = new TimeWindow();
  readonly marks = new MainMarks();
  readonly lateness = new LatenessBins();
  hello: Hello | undefined;
  frame: Frame | undefined;
  second: Second | undefined;
  rooms: Rooms = { total: 0, rooms: [] };
  /** A room's index, or -1. */
  selectedRoom = -1;
  /** Since the page was opened. */
  readonly counted = { frames: 0, stolen: 0, missed: 0, skipped: 0 };
  /** The most that waited on each worker's queue in this second. */
  queuedMost: number[] = [];
  #roomOf = new Map<number, RoomRow>();

  /** `localMs`: when it arrived. */
  take(event: EngineEvent, localMs: number): void {
    switch (event.kind) {
      case 'hello':
        this.#begin(event.hello);
        return;
      case 'frame':
        this.#takeFrame(event.frame, localMs);
        return;
      case 'second':
        this.second = event.second;
        this.marks.add(event.second);
        this.lateness.add(event.second.lateness);
        return;
      case 'rooms':
        this.rooms = event.rooms;
        this.#roomOf = new Map(event.rooms.rooms.map((room) => [room.index, room]));
        return;
    }
  }

  roomAt(index: number): RoomRow | undefined {
    return this.#roomOf.get(index);
  }

  /** What waited at most on each queue, since this was last asked. */
  takeQueued(): number[] {
    const most = this.queuedMost;
    this.queuedMost = most.map(() => 0);
    return most;
  }

  /** A server, the same or another, whose clock and rooms begin anew. */
  #begin(hello: Hello): void {
    this.hello = hello;
    this.frame = undefined;
    this.second = undefined;
    this.rooms = { total: 0, rooms: [] };
    this.#roomOf.clear();
    this.selectedRoom = -1;
    this.queuedMost = new Array<number>(hello.workers).fill(0);
    this.visits.clear();
    this.clock.reset();
    this.marks.clear();
    this.lateness.clear();
    this.window.pause(false);
  }

  #takeFrame(frame: Frame, localMs: number): void {
    this.frame = frame;
    this.clock.observe(frame.toMs, localMs);
    this.counted.frames += 1;
    this.counted.missed += frame.missed;
    this.counted.stolen += this.visits.addFrame(frame);
    for (const { worker, queued, skipped } of frame.lanes) {
      this.counted.skipped += skipped;
      this.queuedMost[worker] = Math.max(this.queuedMost[worker] ?? 0, queued);
    }
  }
}
