/** Records to a room, when main does not keep up with what the room answers. */
import { schema, t } from '@colyseus/schema';
import { describe, expect, test } from 'vitest';
import { monotonicMs } from '../../src/base/clock.ts';
import { answerReserveBytes } from '../../src/base/limits.ts';
import { FromRoom, ToRoom } from '../../src/channel/records.ts';
import { defineGame } from '../../src/game/index.ts';
import { kindsOf, type Seen, Stage } from './stage.ts';

const Guest = schema({ x: t.float64() }, 'Guest');
const State = schema({ joins: t.uint32(), note: t.string(), guests: t.map(Guest) }, 'Drained');
const clients = 64;
const shouts = 400;
const longText = '"\n'.repeat(3_000);

const game = defineGame({
  state: State,
  tickRate: 1,
  capacity: { clients, guests: 256, note: 64 },
  onJoin(ctx, client, options) {
    if (options.refuse) throw new Error(longText);
    if (options.farewell) ctx.disconnect(client, 4_200, 'x'.repeat(200));
    ctx.state.joins++;
    ctx.state.guests.add(client.sessionId);
  },
  onLeave(ctx, client) {
    ctx.state.guests.delete(client.sessionId);
  },
  messages: {
    shout: (ctx) => ctx.broadcast('shout', 'y'.repeat(1_000)),
    rant(ctx) {
      for (let count = 0; count < shouts; count++) ctx.broadcast('shout', 'y'.repeat(1_000));
    },
    fail: ({ state }, _client, payload) => {
      state.note = String(payload);
    },
  },
  step(ctx) {
    const { note } = ctx.state;
    for (let line = 0; line < 200; line++) {
      if (note === 'logs') ctx.log('info', 'z'.repeat(1_000), { more: 'z'.repeat(line * 40) });
      if (note === 'kicks') ctx.disconnect(0, 4_200, 'w'.repeat(100));
      if (note === 'messages') ctx.broadcast('shout', 'y'.repeat(line * 10));
    }
    if (note !== '') throw new Error(longText);
  },
});

function joinOf(slot: number, options: object = {}) {
  return [ToRoom.JOIN, slot, { sessionId: `session ${slot}`, options }] as const;
}

function messageOf(type: string, payload?: string): Buffer {
  const texts = payload === undefined ? [type] : [type, payload];
  const parts = texts.flatMap((text) => [Buffer.from([0xa0 | text.length]), Buffer.from(text)]);
  return Buffer.concat([Buffer.from([13]), ...parts]);
}

/** Visits until nothing is left, while main reads `atATime` records between visits. */
function drainSlowly(stage: Stage, atATime: number): Seen[] {
  const heard: Seen[] = [];
  for (let round = 0; round < 10_000; round++) {
    stage.visit();
    const some = stage.hear(atATime);
    heard.push(...some);
    if (some.length === 0) return heard;
  }
  throw new Error('the room never comes to an end');
}

describe('a full ring', () => {
  test('holds records back, and asks for a visit soon', () => {
    const stage = new Stage(game);
    stage.open();
    const clogged = stage.clog();
    stage.tell(...joinOf(0));
    stage.tell(...joinOf(1));
    const dueMs = stage.visit();
    expect(dueMs - monotonicMs()).toBeLessThan(10);
    expect(stage.memory.slots.isTaken(0)).toBe(false);
    expect(kindsOf(stage.hear(clogged))).toEqual(Array(clogged).fill(FromRoom.BROADCAST));
    expect(stage.visit() - monotonicMs()).toBeGreaterThan(100);
    expect(stage.hear().map(({ kind, slot }) => [kind, slot])).toEqual([
      [FromRoom.JOINED, 0],
      [FromRoom.JOINED, 1],
    ]);
  });

  test('loses no answer and keeps their order, whatever fills it', () => {
    const stage = new Stage(game);
    stage.open();
    stage.clog();
    const expected: number[][] = [];
    for (let slot = 0; slot < clients; slot++) {
      const refuse = slot % 3 === 0;
      stage.tell(...joinOf(slot, { refuse, farewell: slot % 3 === 1 }));
      if (slot % 3 === 1) expected.push([FromRoom.KICK, slot]);
      expected.push([refuse ? FromRoom.REJECTED : FromRoom.JOINED, slot]);
    }
    stage.tell(ToRoom.DISPOSE);
    expected.push([FromRoom.DISPOSED, 0xffff]);
    const heard = drainSlowly(stage, 3).filter(({ kind }) => kind !== FromRoom.BROADCAST);
    expect(heard.map(({ kind, slot }) => [kind, slot])).toEqual(expected);
    for (const { kind, body } of heard) {
      if (kind === FromRoom.REJECTED) expect(() => JSON.parse(body.toString())).not.toThrow();
    }
  });

  test('delays a full state, and its patches are whole again afterwards', () => {
    const stage = new Stage(game);
    stage.open(1);
    stage.tell(...joinOf(1));
    stage.visit();
    stage.hear();
    const clogged = stage.clog(16_000);
    stage.tell(ToRoom.READY, 1);
    stage.tell(ToRoom.LEAVE, 0);
    stage.visit();
    expect(stage.hear()).toHaveLength(clogged);
    stage.visit();
    expect(kindsOf(stage.hear())).toEqual([FromRoom.PATCH, FromRoom.FULL_STATE, FromRoom.LEFT]);
  });

  test('holds what clients send back, and loses none of the answers', () => {
    const stage = new Stage(game);
    stage.open(1);
    for (let count = 0; count < shouts; count++) stage.tell(ToRoom.MESSAGE, 0, messageOf('shout'));
    stage.tell(ToRoom.LEAVE, 0);
    expect(stage.visit() - monotonicMs()).toBeLessThan(10);
    expect(stage.memory.slots.isTaken(0)).toBe(true);
    const heard = kindsOf(drainSlowly(stage, 20));
    expect(heard).toEqual([...Array(shouts).fill(FromRoom.BROADCAST), FromRoom.LEFT]);
    expect(stage.memory.header.messagesDropped).toBe(0);
  });

  test('drops what one handler sends beyond it and counts it, but not what follows', () => {
    const stage = new Stage(game);
    stage.open(1);
    stage.tell(ToRoom.MESSAGE, 0, messageOf('rant'));
    stage.tell(ToRoom.LEAVE, 0);
    stage.visit();
    const heard = kindsOf(stage.hear());
    expect(heard.at(-1)).toBe(FromRoom.LEFT);
    expect(heard.length - 1 + stage.memory.header.messagesDropped).toBe(shouts);
    expect(stage.memory.header.messagesDropped).toBeGreaterThan(0);
  });

  test.for(['logs', 'kicks', 'messages'])('leaves room for a failure after many %s', (noise) => {
    for (let leftBytes = 0; leftBytes < 24_000; leftBytes += 1_000) {
      const stage = new Stage(game);
      stage.open(1);
      stage.tell(ToRoom.MESSAGE, 0, messageOf('fail', noise));
      stage.tell(...joinOf(1, { refuse: true }));
      stage.visit();
      stage.clog(Math.max(leftBytes, answerReserveBytes));
      stage.tell(...joinOf(1, { refuse: true }));
      stage.tell(...joinOf(1, { refuse: true }));
      stage.visitLate(1);
      const heard = kindsOf(drainSlowly(stage, 1_000));
      expect(heard.filter((kind) => kind === FromRoom.FAILED)).toHaveLength(1);
      expect(heard.filter((kind) => kind === FromRoom.REJECTED)).toHaveLength(3);
    }
  });
});

describe('what is not expected', () => {
  test('records about slots that nobody has are answered where somebody waits', () => {
    const stage = new Stage(game);
    stage.open();
    stage.tell(ToRoom.READY, 3);
    stage.tell(ToRoom.INPUT, 3, Uint8Array.of(19, 0x80, 1));
    stage.tell(ToRoom.MESSAGE, 3, messageOf('shout'));
    stage.tell(ToRoom.LEAVE, 3);
    stage.visit();
    expect(kindsOf(stage.hear())).toEqual([FromRoom.LEFT]);
  });

  test('a join that is refused leaves the slot free and no patch behind', () => {
    const stage = new Stage(game);
    stage.open(1);
    stage.tell(...joinOf(1, { refuse: true }));
    stage.visit();
    expect(stage.memory.slots.isTaken(1)).toBe(false);
    expect(kindsOf(stage.hear())).toEqual([FromRoom.REJECTED]);
    stage.tell(...joinOf(1));
    stage.visit();
    expect(kindsOf(stage.hear())).toEqual([FromRoom.JOINED]);
  });
});
