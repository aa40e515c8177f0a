/** Pinned rooms: one worker each, an object that lives there, and what becomes of it at the end. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorsOf, eventually, roomStats, startServer, type TestServer } from './harness.ts';
import { create, type Player } from './player.ts';

interface AnchorState {
  readonly tick: number;
  readonly thread: number;
  readonly strays: number;
  readonly calls: string;
}

const roomsMax = 12;

let running: TestServer;
let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(joinPath(tmpdir(), 'hypogeum-pinned-'));
  running = await startServer(['anchor', 'heavy', 'ledger'], { roomsMax });
});
afterEach(async () => {
  await running.server.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (options: object = {}): Promise<Player<AnchorState>> =>
  create(running.url, 'anchor', options);
const homeOf = (player: Player<AnchorState>) => roomStats(running.server, player.room.roomId).home;
const diaryAt = (name: string) => joinPath(folder, name);
const entries = (diary: string): string[] =>
  existsSync(diary)
    ? readFileSync(diary, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.replace(/ on \d+$/, ''))
    : [];

describe('ctx.local', () => {
  test('is made before onCreate, and the same object on the same thread ever after', async () => {
    const rooms = await Promise.all([open(), open(), open(), open()]);
    await create(running.url, 'heavy');
    for (const player of rooms) await player.until(() => player.state.tick > 100);
    for (const { state, room } of rooms) {
      expect(state.calls).toBe('createLocal onCreate(0)');
      expect(state.strays).toBe(0);
      expect(roomStats(running.server, room.roomId)).toMatchObject({ pinned: true, steals: 0 });
    }
    // Two workers, two threads, and rooms on both: by time to spare, so not always two and two.
    expect(new Set(rooms.map(homeOf)).size).toBe(2);
    expect(new Set(rooms.map(({ state }) => state.thread)).size).toBe(2);
  });

  test('is disposed of after onDispose when the room ends', async () => {
    const diary = diaryAt('ends');
    const player = await open({ diary });
    await player.until(() => player.state.tick > 5);
    await player.room.leave();
    await eventually(() => entries(diary).length === 3);
    expect(entries(diary)).toEqual(['made', 'onDispose', 'disposed after steps']);
  });

  test('and when a step throws, without onDispose', async () => {
    const diary = diaryAt('throws');
    const player = await open({ diary });
    player.room.send('order', 'throw');
    expect((await player.closed()).code).toBe(4002);
    await eventually(() => entries(diary).length === 2);
    expect(entries(diary)).toEqual(['made', 'disposed after steps']);
    expect(errorsOf(running.logs)).toMatchObject([{ room: player.room.roomId }]);
  });

  test('and when onCreate throws; nothing is there when createLocal itself does', async () => {
    const diary = diaryAt('refused');
    await expect(open({ diary, refuse: 'onCreate' })).rejects.toThrow('no room today');
    await eventually(() => entries(diary).length === 2);
    expect(entries(diary)).toEqual(['made', 'disposed after no step']);
    await expect(open({ diary, refuse: 'createLocal' })).rejects.toThrow('no anchor today');
    await eventually(() => running.server.stats().rooms.length === 0);
    expect(entries(diary)).toHaveLength(2);
  });

  test('and when the server closes', async () => {
    const diaries = ['one', 'two', 'three'].map(diaryAt);
    const rooms = await Promise.all(diaries.map((diary) => open({ diary })));
    await Promise.all(rooms.map((player) => player.frames(3)));
    await running.server.close();
    for (const diary of diaries) {
      expect(entries(diary)).toEqual(['made', 'onDispose', 'disposed after steps']);
    }
  });

  test('that cannot be disposed of is logged with its room, and hurts nobody', async () => {
    const neighbour = await open();
    const player = await open();
    player.room.send('order', 'dispose badly');
    await player.frames(5);
    await player.room.leave();
    await eventually(() => errorsOf(running.logs).length > 0);
    expect(errorsOf(running.logs)).toMatchObject([
      { msg: 'disposeLocal threw: the anchor is stuck', room: player.room.roomId },
    ]);
    const { tick } = neighbour.state;
    await neighbour.until(() => neighbour.state.tick > tick + 20);
  });

  test('is disposed of, too, when its worker has no time before the room is closed', async () => {
    // A goodbye is not waited for longer than this.
    await running.server.close();
    running = await startServer(['anchor'], { roomsMax, answerMs: 500 });
    const diary = diaryAt('busy');
    const player = await open({ diary });
    // Shares the worker, for longer than a room waits for its onDispose.
    const diaries = ['a', 'b', 'c', 'd', 'e'].map(diaryAt);
    const others = await Promise.all(diaries.map((name) => open({ diary: name })));
    const blocker = others.find((other) => homeOf(other) === homeOf(player));
    const free = others.find((other) => homeOf(other) !== homeOf(player));
    if (!blocker || !free) throw new Error('six rooms, and all on one worker');
    await player.frames(3);
    blocker.room.send('order', 'block');
    await free.frames(4);
    // With no room left nothing but the goodbye wakes the worker.
    await Promise.all([player, ...others].map(({ room }) => room.leave()));
    await eventually(() => entries(diary).length > 1);
    expect(entries(diary)).toEqual(['made', 'disposed after steps']);
    const blocking = diaries[others.indexOf(blocker)] as string;
    await eventually(() => entries(blocking).length > 1);
  });
});

describe('a worker that dies', () => {
  test('takes the rooms pinned to it with it, and no other', async () => {
    const rooms = await Promise.all([open(), open(), open(), open()]);
    const unpinned = await create<{ readonly tick: number }>(running.url, 'ledger');
    const [doomed, ...others] = rooms as [Player<AnchorState>, ...Player<AnchorState>[]];
    const shares = others.map((player) => homeOf(player) === homeOf(doomed));
    expect(shares.filter(Boolean)).toHaveLength(1);
    doomed.room.send('order', 'die');
    expect((await doomed.closed()).code).toBe(4002);
    for (const [index, player] of others.entries()) {
      if (shares[index]) {
        expect((await player.closed()).code).toBe(4002);
      } else {
        const { tick } = player.state;
        await player.until(() => player.state.tick > tick + 50);
        expect([player.closing, player.fullStates, player.state.strays]).toEqual([undefined, 1, 0]);
      }
    }
    const { tick } = unpinned.state;
    await unpinned.until(() => unpinned.state.tick > tick + 10);
    expect([unpinned.closing, unpinned.fullStates]).toEqual([undefined, 1]);
    expect(errorsOf(running.logs).map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/^worker \d died/),
      expect.stringMatching(/the room has failed: worker \d died while it ran this room/),
      expect.stringMatching(/the room has failed: the worker that it was pinned to died/),
    ]);
    // Its successor takes new ones, and every index has come back.
    await eventually(() => running.server.stats().rooms.length === 3);
    const more = await Promise.all(Array.from({ length: roomsMax - 3 }, () => open()));
    for (const player of more) await player.until(() => player.state.tick > 5);
    expect(new Set(more.map(homeOf)).size).toBe(2);
  });
});

describe('a pinned room behind a long tick of its worker', () => {
  test('is late, which is counted, and does not move', { retry: 2 }, async () => {
    const rooms = await Promise.all([open(), open(), open(), open()]);
    const [player, ...others] = rooms as [Player<AnchorState>, ...Player<AnchorState>[]];
    const blocker = others.find((other) => homeOf(other) === homeOf(player));
    const free = others.find((other) => homeOf(other) !== homeOf(player));
    await player.frames(10);
    blocker?.room.send('order', 'spin');
    await player.frames(20);
    const { latenessMs, droppedSteps, home, steals } = roomStats(
      running.server,
      player.room.roomId,
    );
    expect(latenessMs.max).toBeGreaterThan(200);
    // 300 ms are 30 steps, of which 5 are caught up with.
    expect(droppedSteps).toBeGreaterThan(15);
    expect([home, steals]).toEqual([homeOf(player), 0]);
    const neighbour = roomStats(running.server, (free as Player<AnchorState>).room.roomId);
    expect(neighbour.latenessMs.max).toBeLessThan(200);
  });
});
