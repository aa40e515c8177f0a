/** What the page knows of a server: counted, bounded, and forgotten when another begins. */
import { describe, expect, it } from 'vitest';
import type { Hello, RoomRow, Second } from '../../../engine-view/src/frames.ts';
import { EngineModel } from '../../../engine-view/src/page/engine-model.ts';
import { makeFrame } from '../make-frame.ts';

const hello: Hello = {
  ...{ version: '0', node: 'v24', workers: 2, games: ['swarm'], controls: true, bots: true },
  ...{ frameMs: 100, clockMs: 0 },
};

function second(clockMs: number): Second {
  return {
    clockMs,
    threads: [{ name: 'main', cpu: 0.1, gcs: 1, gcMs: 2 }],
    lateness: { boundsMs: [1], counts: [9, 0], p50Ms: 0.1, p99Ms: 0.2, maxMs: 0.3 },
    ...{ ticks: 9, steals: 1, droppedSteps: 0, clients: 2, bytesOut: 10, mainDelayMs: 1 },
    ...{ view: { watchers: 1, cpu: 0 }, bots: 0, botsError: null },
  };
}

function room(index: number): RoomRow {
  return {
    ...{ index, id: `room${index}`, game: 'swarm', clients: 1, tickUs: 1, latenessP99Ms: 0 },
    ...{ worker: 0, steals: 0, bytesOut: 0, heavyMs: 0, pinned: false },
  };
}

describe('EngineModel', () => {
  it('counts what came and what did not', () => {
    const model = new EngineModel();
    model.take({ kind: 'hello', hello }, 0);
    const frame = makeFrame(100, [{ startMs: 50, from: 1 }, { startMs: 60 }]);
    const lanes = frame.lanes.map((lane) => ({ ...lane, queued: 4, skipped: 2 }));
    model.take({ kind: 'frame', frame: { ...frame, lanes, missed: 3 } }, 110);
    model.take({ kind: 'frame', frame: makeFrame(200, []) }, 210);
    expect(model.counted).toEqual({ frames: 2, stolen: 1, missed: 3, skipped: 4 });
    expect(model.takeQueued()).toEqual([4, 4]);
    expect(model.takeQueued()).toEqual([0, 0]);
  });

  it('is as large after an hour as after a minute', () => {
    const model = new EngineModel();
    model.take({ kind: 'hello', hello }, 0);
    const sizes: string[] = [];
    for (let at = 1; at <= 3_600; at++) {
      const visits = Array.from({ length: 40 }, (_, visit) => ({ startMs: at * 1_000 - visit }));
      model.take({ kind: 'frame', frame: makeFrame(at * 1_000, visits) }, at * 1_000);
      model.take({ kind: 'second', second: second(at * 1_000) }, at * 1_000);
      const rooms = [room(at), room(at + 1)];
      model.take({ kind: 'rooms', rooms: { total: 2, rooms } }, at * 1_000);
      if (at === 64 || at === 3_600) {
        const { visits: ring, marks, lateness, queuedMost } = model;
        sizes.push(`${ring.bytes} ${marks.all.length} ${lateness.now.length} ${queuedMost.length}`);
      }
    }
    expect(sizes[1]).toBe(sizes[0]);
    expect(model.roomAt(3_601)?.id).toBe('room3601');
    expect(model.roomAt(3_599)).toBeUndefined();
  });

  it('forgets the server before when another says hello', () => {
    const model = new EngineModel();
    model.take({ kind: 'hello', hello }, 0);
    model.take({ kind: 'frame', frame: makeFrame(90_000, [{ startMs: 89_950 }]) }, 100);
    model.take({ kind: 'second', second: second(90_000) }, 100);
    model.take({ kind: 'rooms', rooms: { total: 1, rooms: [room(1)] } }, 100);
    model.selectedRoom = 1;
    model.window.pause(true);
    model.take({ kind: 'hello', hello: { ...hello, workers: 4 } }, 200);
    expect(model.visits.end).toBe(0);
    expect(model.marks.all).toEqual([]);
    expect(model.rooms.total).toBe(0);
    expect(model.roomAt(1)).toBeUndefined();
    expect(model.selectedRoom).toBe(-1);
    expect(model.window.isPaused).toBe(false);
    expect(model.clock.isSet).toBe(false);
    expect(model.takeQueued()).toEqual([0, 0, 0, 0]);
  });
});
