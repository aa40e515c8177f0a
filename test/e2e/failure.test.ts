/** What breaks one room, or the worker that runs it, stays there. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorsOf, eventually, roomStats, startServer, type TestServer } from './harness.ts';
import { type LedgerPlayer, openLedger } from './ledger-player.ts';
import { create, join, type Player } from './player.ts';

interface BreakerState {
  readonly tick: number;
  readonly parts: ReadonlyMap<string, { readonly n: number }>;
}

/** Fewer than the indexes that the tests use up: a room that leaks its index is noticed. */
const roomsMax = 4;

let running: TestServer;
let bystander: LedgerPlayer;
beforeEach(async () => {
  running = await startServer(['breaker', 'ledger'], { roomsMax });
  bystander = await openLedger(running.url);
});
afterEach(async () => running.server.close());

const open = (options: object = {}): Promise<Player<BreakerState>> =>
  create(running.url, 'breaker', options);

/** The other room goes on, and has missed nothing. */
async function expectBystanderUnharmed(): Promise<void> {
  const { player, checked } = bystander;
  const { tick } = player.state;
  await player.until(() => player.state.tick >= tick + 5);
  player.input.data.dx = 1;
  player.input.send();
  await player.until(() => player.input.lastProcessed === player.input.sentCount);
  expect([player.closing, player.fullStates, checked.wrongTicks]).toEqual([undefined, 1, []]);
}

/** As many rooms as fit beside the bystander can be opened and run; then they are gone again. */
async function expectRoomForMore(): Promise<void> {
  const isBystanderAlone = () => running.server.stats().rooms.length === 1;
  await eventually(isBystanderAlone);
  const more = await Promise.all(Array.from({ length: roomsMax - 1 }, () => open()));
  for (const player of more) {
    await player.until(() => player.state.tick > 5);
    expect(player.state.parts.get('p0')?.n).toBe(player.state.tick + 1);
    expect(player.state.parts.get('p63')?.n).toBe(player.state.tick + 1);
  }
  await Promise.all(more.map((player) => player.room.leave()));
  // A client has left when its socket is closed; its room is there until a worker has disposed it.
  await eventually(isBystanderAlone);
}

describe('a step that throws', () => {
  test('closes its room with 4002 and is logged once, with where and when', async () => {
    const first = await open();
    const second = await join<BreakerState>(running.url, first.room.roomId);
    await first.frames(3);
    first.room.send('order', 'throw');
    expect((await first.closed()).code).toBe(4002);
    expect((await second.closed()).code).toBe(4002);
    const errors = errorsOf(running.logs);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      level: 50,
      game: 'breaker',
      room: first.room.roomId,
      tick: expect.any(Number),
      msg: expect.stringContaining('the step broke'),
      stack: expect.stringContaining('breaker.ts'),
    });
    expect(errors[0].tick).toBeGreaterThan(0);
    await expectBystanderUnharmed();
  });

  test('gives index and memory back: rooms can be opened and fail again and again', async () => {
    for (let round = 0; round < roomsMax * 2; round++) {
      const player = await open();
      player.room.send('order', 'throw');
      expect((await player.closed()).code).toBe(4002);
    }
    await expectRoomForMore();
    expect(errorsOf(running.logs)).toHaveLength(roomsMax * 2);
    await expectBystanderUnharmed();
  });

  test('or returns a promise ends the same way, and says what to do', async () => {
    const player = await open();
    player.room.send('order', 'promise');
    expect((await player.closed()).code).toBe(4002);
    expect(errorsOf(running.logs)).toMatchObject([
      { code: 'HOOK_ASYNC', msg: expect.stringContaining('step returned a promise') },
    ]);
    await expectBystanderUnharmed();
  });
});

describe('onCreate that throws', () => {
  test('rejects create() with the text and leaves nothing', async () => {
    for (let round = 0; round < roomsMax * 2; round++) {
      await expect(open({ fail: `no room ${round}` })).rejects.toThrow(`no room ${round}`);
    }
    await expectRoomForMore();
  });
});

describe('more rooms than roomsMax', () => {
  test('are refused with the name of the option, and the others go on', async () => {
    const more = await Promise.all(Array.from({ length: roomsMax - 1 }, () => open()));
    await expect(open()).rejects.toThrow('roomsMax');
    await more[0].room.leave();
    await eventually(() => running.server.stats().rooms.length === roomsMax - 1);
    await (await open()).frames(3);
    await expectBystanderUnharmed();
  });
});

describe('a worker that dies', () => {
  test.for([
    ['in the middle of a step', 'die'],
    ['after it has spun for a while', 'spin and die'],
  ] as const)('%s takes that room with it, and no other', async ([, order]) => {
    const doomed = await open();
    const neighbour = await open();
    const ticks = running.server.stats().totals.ticks;
    doomed.room.send('order', order);
    expect((await doomed.closed()).code).toBe(4002);
    const { tick } = neighbour.state;
    await neighbour.until(() => neighbour.state.tick > tick + 20);
    expect(neighbour.state.parts.get('p40')?.n).toBe(neighbour.state.tick + 1);
    expect(neighbour.fullStates).toBe(1);
    expect(running.server.stats().totals.ticks).toBeGreaterThan(ticks);
    await neighbour.room.leave();
    await expectBystanderUnharmed();
    await expectRoomForMore();
  });

  test('while it handles a message', async () => {
    const doomed = await open();
    doomed.room.send('die now');
    expect((await doomed.closed()).code).toBe(4002);
    await expectBystanderUnharmed();
    await expectRoomForMore();
  });

  test('between visits takes no room at all', async () => {
    const loose = await open();
    loose.room.send('order', 'die between visits');
    await eventually(() => errorsOf(running.logs).length > 0);
    expect(errorsOf(running.logs)).toMatchObject([{ msg: expect.stringContaining('a loose end') }]);
    const { tick } = loose.state;
    await loose.until(() => loose.state.tick > tick + 20);
    expect(loose.state.parts.get('p63')?.n).toBe(loose.state.tick + 1);
    await expectBystanderUnharmed();
  });

  test('four times in a row is replaced each time', async () => {
    const cpuMs = () => running.server.stats().workers.map((worker) => worker.cpuMs);
    for (let death = 0; death < 4; death++) {
      const doomed = await open();
      const before = cpuMs();
      doomed.room.send('order', 'die');
      expect((await doomed.closed()).code).toBe(4002);
      await expectRoomForMore();
      // A successor goes on counting where the dead one left off.
      for (const [worker, ms] of cpuMs().entries())
        expect(ms).toBeGreaterThanOrEqual(before[worker]);
    }
    expect(running.server.workers).toBe(2);
    await expectBystanderUnharmed();
    await expectRoomForMore();
  });
});

describe('a step that never ends', () => {
  test('costs its worker; rooms go on on the other, and close() ends it', async () => {
    const { server } = running;
    const stuck = await open();
    const neighbour = await open();
    stuck.room.send('order', 'hang');
    const ticksOf = () => roomStats(server, stuck.room.roomId).ticks;
    for (let ticks = -1; ticks !== ticksOf(); await neighbour.frames(20)) ticks = ticksOf();
    await expectBystanderUnharmed();
    await server.close();
    expect((await neighbour.closed()).code).toBe(4001);
    expect((await stuck.closed()).code).toBe(4001);
  });
});
