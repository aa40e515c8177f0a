/** A client's life as its room's worker runs it, on two workers in turn: the room moves. */
import { schema, t } from '@colyseus/schema';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  FromRoom,
  holdForever,
  ListingOp,
  leaveWord,
  roomSlot,
  ToRoom,
} from '../../src/channel/records.ts';
import { defineGame, type RoomClient } from '../../src/game/index.ts';
import { kindsOf, type Seen, Stage } from './stage.ts';

const State = schema({ n: t.uint8() }, 'Away');
const Move = schema({ dx: t.int8() }, 'Move');

/** What the hooks saw; the game's own state would hide a client that is not there. */
let seen: unknown[] = [];
let onDeparture: (ctx: Parameters<typeof hold>[0], client: RoomClient) => void = () => {};
let kept: { allowReconnection(client: RoomClient, seconds: number): boolean } | undefined;

function hold(
  ctx: { allowReconnection(client: RoomClient, seconds: 5): boolean },
  client: RoomClient,
) {
  seen.push(ctx.allowReconnection(client, 5));
}

const game = defineGame({
  state: State,
  input: Move,
  tickRate: 1,
  capacity: { clients: 4 },
  authBytes: 64,
  onJoin: (_ctx, client) => {
    seen.push(['join', client.auth, client.isConnected]);
  },
  onDrop(ctx, client, code) {
    kept = ctx;
    seen.push(['drop', code, client.isConnected]);
    onDeparture(ctx, client);
    ctx.send(client, 'unheard');
  },
  onReconnect(ctx, client) {
    seen.push(['back', client.auth, client.isConnected]);
    if (ctx.state.n === 9) throw Object.assign(new Error('no'), { code: 4_009 });
    ctx.send(client, 'heard');
  },
  onLeave(ctx, client, code) {
    seen.push(['leave', code, client.isConnected]);
    onDeparture(ctx, client);
  },
  messages: {
    nine: ({ state }) => {
      state.n = 9;
    },
    list(ctx) {
      ctx.lock();
      ctx.setPrivate();
      ctx.setUnlisted(false);
      ctx.setMetadata({ a: 1 });
      ctx.setMatchmaking({ maxClients: 4 });
      ctx.unlock();
      ctx.autoDispose = false;
      ctx.autoDispose = false;
      ctx.disconnectAll(4_321);
    },
  },
});

let stage: Stage;
let other: ReturnType<Stage['anotherView']>;
beforeEach(() => {
  stage = new Stage(game);
  other = stage.anotherView();
  seen = [];
  onDeparture = hold;
  stage.open();
  stage.tell(ToRoom.JOIN, 2, { sessionId: 'ann', options: {}, auth: { id: 7 } });
  stage.tell(ToRoom.READY, 2);
  stage.visit();
  stage.hear();
  seen = [];
});

/** What one record brings about, on the other worker. */
function tell(kind: number, word = 0): Seen[] {
  stage.tell(kind, 2, {}, word);
  stage.visit(other);
  return stage.hear();
}

test('a dropped client is away, on every worker, until it is back', () => {
  stage.memory.slots.consumed[2] = 11;
  const [held] = tell(ToRoom.DROP, leaveWord(1_006, true));
  expect(held).toMatchObject({ kind: FromRoom.HELD, slot: 2, a: 5_000 });
  expect(seen).toEqual([['drop', 1_006, false], true]);
  // Nobody is there to read it.
  stage.visitLate(10);
  expect(stage.hear()).toEqual([]);
  seen = [];
  stage.tell(ToRoom.RETURN, 2);
  stage.tell(ToRoom.READY, 2);
  stage.visit();
  expect(kindsOf(stage.hear())).toEqual([FromRoom.SEND, FromRoom.RETURNED, FromRoom.FULL_STATE]);
  expect(seen).toEqual([['back', { id: 7 }, true]]);
  expect(stage.memory.slots.ackOf(2)).toBe(0);
});

test('who is back starts its inputs anew: they are coded as differences', () => {
  const frame = (dx: number) => Buffer.from([19, 0x80, dx]);
  stage.tell(ToRoom.INPUT, 2, frame(5));
  stage.visit();
  const { inputs, slots } = stage.memory;
  expect([inputs?.latest(2), slots.waiting[2]]).toMatchObject([{ dx: 5 }, 1]);
  tell(ToRoom.DROP, leaveWord(1_006, true));
  expect(slots.waiting[2]).toBe(0);
  tell(ToRoom.RETURN);
  expect(inputs?.latest(2)).toMatchObject({ dx: 0 });
});

describe('a seat that is held', () => {
  test('by onLeave is left once more, and not held again', () => {
    expect(tell(ToRoom.LEAVE, leaveWord(1_001, true))[0]).toMatchObject({ kind: FromRoom.HELD });
    expect(kindsOf(tell(ToRoom.LEAVE, leaveWord(1_001, false)))).toEqual([FromRoom.LEFT]);
    expect(seen).toEqual([['leave', 1_001, false], true, ['leave', 1_001, false], false]);
  });

  test('for no time is not held', () => {
    onDeparture = (ctx, client) => seen.push(ctx.allowReconnection(client, 0 as 5));
    expect(kindsOf(tell(ToRoom.DROP, leaveWord(1_006, true)))).toEqual([FromRoom.DROPPED]);
    expect(seen.at(-1)).toBe(false);
  });

  test('without a limit', () => {
    onDeparture = (ctx, client) => seen.push(ctx.allowReconnection(client, 'manual' as never));
    const [held] = tell(ToRoom.DROP, leaveWord(1_006, true));
    expect(held).toMatchObject({ kind: FromRoom.HELD, a: holdForever });
  });

  test('that may not be held is not', () => {
    expect(kindsOf(tell(ToRoom.DROP, leaveWord(1_006, false)))).toEqual([FromRoom.DROPPED]);
    expect(seen.at(-1)).toBe(false);
  });

  test('is refused by onReconnect with its code', () => {
    tell(ToRoom.DROP, leaveWord(1_006, true));
    Reflect.set(stage.memory.state, 'n', 9);
    const [denied] = tell(ToRoom.RETURN);
    expect(denied).toMatchObject({ kind: FromRoom.DENIED, slot: 2 });
    expect(JSON.parse(String(denied?.body))).toMatchObject({ code: 4_009, text: 'no' });
  });
});

test.for([
  ['another client', () => kept?.allowReconnection({ slot: 3 } as RoomClient, 5)],
  ['no number of seconds', (client: RoomClient) => kept?.allowReconnection(client, Number.NaN)],
] as const)('allowReconnection for %s is the author’s mistake, and logged', ([, call]) => {
  onDeparture = (_ctx, client) => call(client);
  const heard = tell(ToRoom.DROP, leaveWord(1_006, true));
  expect(kindsOf(heard)).toEqual([FromRoom.LOG, FromRoom.DROPPED]);
  expect(String(heard[0]?.body)).toContain('ctx.allowReconnection');
});

test('allowReconnection out of its hooks throws', () => {
  onDeparture = () => {};
  tell(ToRoom.DROP, leaveWord(1_006, true));
  expect(() => kept?.allowReconnection({ slot: 2 } as RoomClient, 5)).toThrow(/only in onDrop/);
});

test('a room that has ended drops, denies and leaves without its game', () => {
  stage.tell(ToRoom.DISPOSE);
  stage.visit();
  stage.hear();
  seen = [];
  expect(kindsOf(tell(ToRoom.DROP, leaveWord(1_006, true)))).toEqual([FromRoom.DROPPED]);
  expect(kindsOf(tell(ToRoom.RETURN))).toEqual([FromRoom.DENIED]);
  expect(kindsOf(tell(ToRoom.LEAVE, 4_000))).toEqual([FromRoom.LEFT]);
  expect(seen).toEqual([]);
});

test('what a game says of its room goes out in the order it was said', () => {
  stage.tell(ToRoom.MESSAGE, 2, Buffer.from([13, 0xa4, ...Buffer.from('list')]));
  stage.visit();
  const heard = stage.hear().map(({ kind, slot, a, body }) => [kind, slot, a, String(body)]);
  const listing = (op: number, body: string) => [FromRoom.LISTING, roomSlot, op, body];
  expect(heard).toEqual([
    listing(ListingOp.LOCKED, 'true'),
    listing(ListingOp.PRIVATE, 'true'),
    listing(ListingOp.UNLISTED, 'false'),
    listing(ListingOp.METADATA, '{"a":1}'),
    listing(ListingOp.MATCHMAKING, '{"maxClients":4}'),
    listing(ListingOp.LOCKED, 'false'),
    listing(ListingOp.AUTO_DISPOSE, 'false'),
    [FromRoom.KICK, roomSlot, 4_321, ''],
  ]);
});
