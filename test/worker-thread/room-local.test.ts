/** `ctx.local` on one thread: when it is there, what is refused, and views of pinned rooms. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { schema, t } from '@colyseus/schema';
import { afterEach, describe, expect, test } from 'vitest';
import type { RoomIndex } from '../../src/base/integers.ts';
import { roomViewsPerWorkerMax } from '../../src/base/limits.ts';
import type { ControlMessage } from '../../src/channel/control.ts';
import { FromRoom, ToRoom } from '../../src/channel/records.ts';
import { defineGame, type GameDefinition } from '../../src/game/define-game.ts';
import { TickArena } from '../../src/memory/arena/tick-arena.ts';
import { RoomFlag } from '../../src/memory/room-header.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import { OpenRooms } from '../../src/worker-thread/open-rooms.ts';
import { failIfLost } from '../../src/worker-thread/room-local.ts';
import { kindsOf, type Seen, Stage } from './stage.ts';

const State = schema({ n: t.uint32() }, 'Local');

/** What the room answered to CREATE. */
function created(game: GameDefinition): { kind: number; body: { code?: string; text?: string } } {
  const stage = new Stage(game);
  stage.tell(ToRoom.CREATE);
  stage.visit();
  const [{ kind, body }] = stage.hear() as [Seen];
  return { kind, body: body.length > 0 ? JSON.parse(body.toString()) : {} };
}

describe('ctx.local is refused, with what to do,', () => {
  test('in a room that is not pinned', () => {
    const game = defineGame({ state: State, onCreate: (ctx) => void ctx.local });
    expect(created(game)).toMatchObject({
      kind: FromRoom.REJECTED,
      body: {
        code: 'LOCAL_MISSING',
        text:
          'ctx.local: this room moves between workers;' +
          " add placement: 'pinned' and createLocal to defineGame",
      },
    });
  });

  test('in a pinned room whose game makes none', () => {
    const game = defineGame({
      state: State,
      placement: 'pinned',
      onCreate: (ctx) => void ctx.local,
    });
    expect(created(game).body.text).toBe(
      'ctx.local: the game makes none; add createLocal to defineGame',
    );
  });

  test('in createLocal itself', () => {
    const game = defineGame({
      state: State,
      placement: 'pinned',
      createLocal: (ctx) => ctx.local,
    });
    expect(created(game).body.text).toBe(
      'ctx.local: there is none before createLocal has returned',
    );
  });

  test('when createLocal returned a promise', () => {
    const game = defineGame({
      state: State,
      placement: 'pinned',
      createLocal: () => Promise.reject(new Error('never heard')),
    });
    expect(created(game).body).toMatchObject({
      code: 'HOOK_ASYNC',
      text: expect.stringMatching(/createLocal returned a promise.*top-level await/),
    });
  });
});

test('createLocal may return nothing at all', () => {
  const seen: unknown[] = [];
  const game = defineGame({
    state: State,
    placement: 'pinned',
    createLocal: () => {},
    step: ({ local }) => void seen.push(local),
  });
  const stage = new Stage(game);
  stage.open();
  stage.visitLate(1);
  expect(seen).toEqual([undefined]);
});

test('a room whose worker died fails on its successor, before the game sees it', () => {
  const steps: unknown[] = [];
  const game = defineGame({
    state: State,
    placement: 'pinned',
    createLocal: () => 'a world',
    step: ({ local }) => void steps.push(local),
  });
  const stage = new Stage(game);
  stage.open(1);
  stage.visitLate(1);
  stage.hear();
  failIfLost(stage.view);
  expect(stage.memory.header.has(RoomFlag.FAILED)).toBe(false);
  const successor = stage.anotherView();
  failIfLost(successor);
  failIfLost(successor);
  stage.visitLate(1, successor);
  const [failed, ...others] = stage.hear();
  expect([failed?.kind, others]).toEqual([FromRoom.FAILED, []]);
  expect(failed?.body.toString()).toContain('the worker that it was pinned to died');
  expect(steps).toEqual(['a world']);
});

test('one that was not created yet begins there, and one without createLocal goes on', () => {
  const pinned = { state: State, placement: 'pinned' } as const;
  const fresh = new Stage(defineGame({ ...pinned, createLocal: () => 1 }));
  fresh.tell(ToRoom.CREATE);
  const plain = new Stage(defineGame(pinned));
  plain.open();
  for (const stage of [fresh, plain]) {
    const successor = stage.anotherView();
    failIfLost(successor);
    stage.visit(successor);
    expect(stage.memory.header.has(RoomFlag.FAILED)).toBe(false);
  }
  expect(kindsOf(fresh.hear())).toEqual([FromRoom.CREATED]);
});

describe('views of pinned rooms', () => {
  const disposed: number[] = [];
  const complaints: [string, unknown][] = [];
  let made = 0;
  const pinned = defineGame({
    state: State,
    capacity: { clients: 1 },
    placement: 'pinned',
    createLocal: () => made++,
    disposeLocal(local) {
      disposed.push(local);
      if (local === 2) throw new Error('stuck');
    },
  });
  const games = new Map([
    ['pinned', pinned],
    ['free', defineGame({ state: State, capacity: { clients: 1 } })],
  ]);
  let main: MessagePort;
  afterEach(() => main.close());

  function openRooms(): OpenRooms {
    const { port1, port2 } = new MessageChannel();
    main = port1;
    return new OpenRooms(port2, games, new TickArena(4_096), (roomId, error) =>
      complaints.push([roomId, error]),
    );
  }

  function announce(room: number, epoch: number, game: string): void {
    const { memory } = RoomMemory.create((games.get(game) as GameDefinition).plan, 0);
    const opened: ControlMessage = {
      kind: 'open',
      room,
      epoch,
      game,
      roomId: `${room}/${epoch}`,
      memory,
    };
    main.postMessage(opened);
  }

  test('are kept until the room is closed; what they hold is disposed of then', () => {
    const rooms = openRooms();
    const view = (room: number, epoch: number) => rooms.view(room as RoomIndex, epoch);
    announce(0, 1, 'pinned');
    const first = view(0, 1);
    first.local.create(first.context, {});
    for (let room = 1; room <= roomViewsPerWorkerMax * 2; room++) {
      announce(room, 1, 'free');
      view(room, 1);
    }
    expect(view(0, 1)).toBe(first);
    main.postMessage({ kind: 'close', room: 0, epoch: 1 });
    announce(0, 2, 'free');
    expect(view(0, 2).game.placement).toBe('any');
    expect([first.local.isThere, disposed]).toEqual([false, [0]]);
  });

  test('dispose of what they hold once, when the room is over, and tell of what goes wrong', () => {
    const rooms = openRooms();
    for (let room = 0; room < 2; room++) {
      announce(room, 1, 'pinned');
      const view = rooms.view(room as RoomIndex, 1);
      view.local.create(view.context, {});
      rooms.endLocalIfOver(view);
      expect(view.local.isThere).toBe(true);
      view.memory.header.raise(room === 0 ? RoomFlag.DISPOSED : RoomFlag.FAILED);
      rooms.endLocalIfOver(view);
      rooms.endLocalIfOver(view);
      main.postMessage({ kind: 'close', room, epoch: 1 });
      rooms.readMessages();
    }
    expect(disposed).toEqual([0, 1, 2]);
    expect(complaints).toMatchObject([['1/1', { message: 'stuck' }]]);
  });
});
