/** Messages on the worker's side: what handlers are given, what is answered, what is ignored. */
import { schema, t } from '@colyseus/schema';
import { Packr, unpack } from 'msgpackr';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FromRoom, ToRoom } from '../../src/channel/records.ts';
import { defineGame } from '../../src/game/index.ts';
import { kindsOf, type Seen, Stage } from './stage.ts';

const State = schema({ round: t.uint16() }, 'State');
const packr = new Packr({ useRecords: false });

/** What handlers must not do: keep what they were given. */
let kept: Uint8Array[] = [];
let calls: unknown[][] = [];

const game = defineGame({
  state: State,
  tickRate: 1,
  capacity: { clients: 4 },
  messages: {
    note: (_ctx, client, payload) => {
      calls.push([client.slot, payload]);
    },
    scratch(ctx) {
      calls.push([ctx.arena.f64(1_000).length]);
    },
    fail() {
      throw new TypeError('failed');
    },
    later: () => Promise.reject(new Error('unheard')),
    unpackable: () => 2n ** 70n,
    'throw long'() {
      throw new Error('ß'.repeat(100_000));
    },
    'throw odd'() {
      throw Object.create(null);
    },
    'throw code'() {
      throw Object.assign(new Error('code'), { code: 2n ** 70n });
    },
    picky: {
      format: z.array(z.union(Array.from({ length: 40 }, (_, n) => z.literal(`choice ${n}`)))),
      handler() {},
    },
    huge: () => 'x'.repeat(100_000),
    'send huge'(ctx, client) {
      ctx.send(client, 'huge', 'x'.repeat(100_000));
    },
    nowhere(ctx, client) {
      for (const slot of [-1, 3, 4, 1.5, 65_536 + client.slot, Number.NaN]) {
        ctx.send(slot, 'lost');
        ctx.disconnect(slot);
        ctx.broadcast('to all', slot, { except: slot });
      }
      ctx.broadcast('to some', 0, { except: [client, 1, 65_537] });
    },
    'long type'(ctx, client) {
      ctx.send(client, 'x'.repeat(241));
    },
  },
  messageBytes: {
    photo(ctx, _client, bytes) {
      expect(bytes.buffer).toBe(ctx.arena.u8(0).buffer);
      kept.push(bytes);
      calls.push([...bytes]);
    },
  },
});

let stage: Stage;
beforeEach(() => {
  kept = [];
  calls = [];
  stage = new Stage(game, { checked: true });
  stage.open(3);
});

function messageOf(code: number, type: string, payload?: Uint8Array): Buffer {
  const id = code === 21 ? [9] : [];
  const head = Buffer.of(code, ...id, 0xa0 | type.length);
  return Buffer.concat([head, Buffer.from(type), payload ?? Buffer.alloc(0)]);
}

function tell(slot: number, code: number, type: string, payload?: Uint8Array): void {
  stage.tell(ToRoom.MESSAGE, slot, messageOf(code, type, payload));
}

/** [status, payload] of a response with id 9. */
function answerOf({ kind, slot, body }: Seen): unknown[] {
  expect([kind, slot, body[0], body[1]]).toEqual([FromRoom.SEND, 1, 22, 9]);
  return [body[2], body.length > 3 ? unpack(body.subarray(3)) : undefined];
}

const logOf = ({ body }: Seen) =>
  JSON.parse(body.toString()) as { msg: string; suppressed?: number };

describe('bytes', () => {
  test('lie in the arena: whole inside the handler, void after it', () => {
    tell(0, 17, 'photo', Uint8Array.of(1, 2, 3));
    tell(1, 17, 'photo', new Uint8Array(0));
    tell(2, 17, 'photo', new Uint8Array(4_000).fill(7));
    stage.visit();
    expect(calls).toEqual([[1, 2, 3], [], Array(4_000).fill(7)]);
    expect(kept.map(({ length }) => length)).toEqual([0, 0, 0]);
  });

  test('a payload with bytes in it is its own, and stays', () => {
    tell(0, 13, 'note', packr.pack({ photo: Uint8Array.of(1, 2) }));
    tell(1, 13, 'note', packr.pack({ photo: Uint8Array.of(3, 4) }));
    stage.visit();
    const photos = calls.map(([, payload]) => (payload as { photo: Uint8Array }).photo);
    expect(photos.map((photo) => [...photo])).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

test('every message has the whole arena: one flood takes nothing from the next', () => {
  for (let n = 0; n < 100; n++) tell(n % 3, 13, 'scratch');
  stage.visit();
  expect(calls).toHaveLength(100);
});

describe('a client that is closed for what it sent', () => {
  test('is not heard any more, and nobody else is meant', () => {
    tell(0, 13, 'nonsense');
    for (let n = 0; n < 50; n++) tell(0, 13, n % 2 === 0 ? 'nonsense' : 'note');
    tell(1, 13, 'note');
    stage.visit();
    expect(kindsOf(stage.hear())).toEqual([FromRoom.KICK]);
    expect(calls).toEqual([[1, undefined]]);
  });

  test('leaves its slot to the next as new', () => {
    tell(0, 13, 'nonsense');
    stage.tell(ToRoom.LEAVE, 0);
    stage.tell(ToRoom.JOIN, 0, { sessionId: 'another', options: {} });
    tell(0, 13, 'note');
    stage.visit();
    expect(calls).toEqual([[0, undefined]]);
  });

  test('is closed with the whole reason where it fits', () => {
    tell(2, 13, 'nonsense');
    stage.visit();
    const [kick] = stage.hear();
    expect([kick.slot, kick.a, kick.body.toString()]).toEqual([
      2,
      4_002,
      'room onMessage for "nonsense" not registered.',
    ]);
  });
});

test('slots that nobody has are sent nothing, and spare nobody', () => {
  tell(0, 13, 'nowhere');
  stage.visit();
  const heard = stage.hear();
  expect(heard.map(({ kind, a }) => [kind, a])).toEqual([
    ...Array(6).fill([FromRoom.BROADCAST, 0]),
    [FromRoom.BROADCAST, 2],
  ]);
  expect([...heard[6].body.subarray(-4)]).toEqual([0, 0, 1, 0]);
});

describe('requests', () => {
  test('to a handler that throws, or is async, are answered and logged', () => {
    for (const type of ['fail', 'later']) tell(1, 21, type);
    stage.visit();
    const [failLog, fail, laterLog, later] = stage.hear();
    expect(logOf(failLog).msg).toBe('messages.fail threw: failed');
    expect(answerOf(fail)).toEqual([2, { name: 'TypeError', message: 'failed' }]);
    expect(logOf(laterLog).msg).toContain('messages.later returned a promise');
    expect(answerOf(later)).toMatchObject([2, { name: 'UsageError', code: 'HOOK_ASYNC' }]);
  });

  test('whose answer cannot be sent are told so', () => {
    for (const type of ['unpackable', 'huge']) tell(1, 21, type);
    stage.visit();
    const answers = stage.hear().filter(({ kind }) => kind === FromRoom.SEND);
    expect(answers.map(answerOf)).toMatchObject([
      [2, { name: 'RangeError' }],
      [2, { code: 'OUTPUT_FULL' }],
    ]);
  });

  test('whose errors are long or odd are answered all the same', () => {
    const long = packr.pack(Array(1_000).fill('x'));
    for (const type of ['throw long', 'throw odd', 'throw code']) tell(1, 21, type);
    tell(1, 21, 'picky', long);
    stage.visit();
    const heard = stage.hear();
    const answers = heard.filter(({ kind }) => kind === FromRoom.SEND).map(answerOf);
    expect(answers).toMatchObject([
      [2, { name: 'Error', message: 'ß'.repeat(6_000) }],
      [2, { name: 'Error', message: 'something without a text' }],
      [2, { name: 'Error', message: 'the error cannot be sent' }],
      [2, { name: 'Error', message: expect.stringMatching(/^\[\n/) }],
    ]);
    expect(heard.filter(({ kind }) => kind === FromRoom.LOG)).toHaveLength(4);
  });

  test('without a type are answered as stock answers them', () => {
    stage.tell(ToRoom.MESSAGE, 1, Buffer.of(21, 9));
    stage.visit();
    expect(stage.hear().map(answerOf)).toEqual([
      [
        2,
        {
          name: 'no_handler',
          message: 'room "game" has no onMessage("undefined") handler to answer this request.',
        },
      ],
    ]);
  });
});

describe('the log', () => {
  test('has a few lines a second of what clients bring about, and the number of the rest', () => {
    for (let n = 0; n < 100; n++) tell(n % 3, 13, 'fail');
    stage.visit();
    const lines = stage.hear();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(new Set(kindsOf(lines))).toEqual(new Set([FromRoom.LOG]));
  });

  test.for(['send huge', 'long type'])('says what to change: %s', (type) => {
    tell(0, 13, type);
    stage.visit();
    const [line] = stage.hear();
    expect(logOf(line).msg).toMatch(/send less, or raise a capacity|has 241 bytes of 240/);
  });
});
