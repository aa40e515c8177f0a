/** ctx.inputs with stock's options: sanitize, idle, bufferMaxSize; and what is refused. */
import { schema, t } from '@colyseus/schema';
import { InputEncoder } from '@colyseus/schema/input';
import { expect, test } from 'vitest';
import { FromRoom, ToRoom } from '../../src/channel/records.ts';
import { defineGame, type InputSpec, type StepContext } from '../../src/game/index.ts';
import { Stage } from './stage.ts';

const State = schema({ round: t.uint8() }, 'State');
const Move = schema({ x: t.number(), y: t.float32().default(0.5), jump: t.boolean() }, 'Move');
type Move = InstanceType<typeof Move>;
type Context = StepContext<InstanceType<typeof State>, Move>;
type Option = Omit<InputSpec<InstanceType<typeof State>, Move>, 'type'>;

const inputReliable = 19;

class Client {
  readonly stage: Stage;
  readonly ctx: Context;
  readonly data = new Move();
  readonly #encoder = new InputEncoder(this.data);

  constructor(option: Option = {}) {
    const input = { type: Move, ...option };
    this.stage = new Stage(defineGame({ state: State, input, capacity: { clients: 2 } }));
    this.stage.open(1);
    this.ctx = this.stage.view.context as unknown as Context;
  }

  send(fields: { x?: number; y?: number; jump?: boolean }): void {
    Object.assign(this.data, fields);
    this.tell(inputReliable, ...this.#encoder.encode());
  }

  tell(...frame: number[]): void {
    this.stage.tell(ToRoom.INPUT, 0, Uint8Array.from(frame));
    this.stage.visit();
  }

  get latest(): object {
    const { x, y, jump } = this.ctx.inputs.latest(0);
    return { x, y, jump };
  }

  get errors(): number {
    return this.stage.memory.header.inputErrors;
  }
}

test('drain takes what waits, oldest first; break leaves the rest, and the ack says so', () => {
  const sender = new Client();
  for (let x = 1; x <= 5; x++) sender.send({ x });
  const { inputs } = sender.ctx;
  const taken: number[] = [];
  for (const { x } of inputs.drain(0)) {
    taken.push(x);
    if (x === 2) break;
  }
  expect([taken, inputs.waiting(0), inputs.acknowledged(0)]).toEqual([[1, 2], 3, 2]);
  for (const { x } of inputs.drain(0)) taken.push(x);
  expect([taken, inputs.waiting(0), inputs.acknowledged(0)]).toEqual([[1, 2, 3, 4, 5], 0, 5]);
  expect([...inputs.drain(0)]).toEqual([]);
  // The same iterator, again and again.
  expect(inputs.drain(0)).toBe(inputs.drain(0));
  expect(sender.errors).toBe(0);
});

test('clear consumes what waits', () => {
  const client = new Client();
  for (let x = 1; x <= 3; x++) client.send({ x });
  client.ctx.inputs.clear(0);
  expect(client.ctx.inputs.next(0)).toBeUndefined();
  expect(client.ctx.inputs.acknowledged(0)).toBe(3);
});

test('bufferMaxSize: the oldest go, and count as consumed', () => {
  const client = new Client({ bufferMaxSize: 2 });
  for (let x = 1; x <= 5; x++) client.send({ x });
  const { inputs } = client.ctx;
  expect([inputs.waiting(0), inputs.acknowledged(0)]).toEqual([2, 3]);
  expect([...inputs.drain(0)].length).toBe(2);
});

test('sanitize: ranges hold before anybody reads, and NaN is the minimum', () => {
  const client = new Client({ sanitize: { x: [-1, 1], y: [-2, 10] } });
  client.send({ x: 9, y: -3 });
  expect(client.latest).toEqual({ x: 1, y: -2, jump: false });
  client.send({ x: -0.5, y: Number.NaN });
  expect(client.ctx.inputs.next(0)).toMatchObject({ x: 1, y: -2 });
  expect(client.ctx.inputs.next(0)).toMatchObject({ x: -0.5, y: -2 });
  // What the client did not send again keeps its bounds.
  client.send({ jump: true });
  expect(client.latest).toEqual({ x: -0.5, y: -2, jump: true });
});

test('sanitize: a function that throws costs its sender that input, and nobody else', () => {
  const client = new Client({
    sanitize(input) {
      input.y = input.x * 2;
      if (input.x === 3) throw new Error('three');
    },
  });
  client.send({ x: 1 });
  client.send({ x: 3 });
  expect(client.latest).toEqual({ x: 1, y: 2, jump: false });
  expect([client.ctx.inputs.waiting(0), client.errors]).toEqual([1, 1]);
  expect(client.stage.hear().some(({ kind }) => kind === FromRoom.LOG)).toBe(true);
  client.send({ x: 4 });
  expect(client.latest).toEqual({ x: 4, y: 8, jump: false });
});

test('idle: defaults, fields, or what a function says, once per loop and without an ack', () => {
  const pure = new Client({ idle: true });
  pure.send({ x: 5 });
  const { inputs } = pure.ctx;
  expect([inputs.next(0)?.x, inputs.wasIdle(0)]).toEqual([5, false]);
  expect([inputs.next(0)?.x, inputs.wasIdle(0)]).toEqual([0, true]);
  expect(inputs.next(0)?.y).toBe(0.5);
  expect([[...inputs.drain(0)].length, inputs.acknowledged(0)]).toEqual([1, 1]);

  const some = new Client({ idle: { x: 7 } }).ctx.inputs.next(0);
  expect([some?.x, some?.y]).toEqual([7, 0.5]);

  const held = new Client({ idle: (_ctx, _slot, latest) => latest });
  held.send({ x: 3, jump: true });
  held.ctx.inputs.next(0);
  const idle = held.ctx.inputs.next(0);
  expect([idle?.x, idle?.jump, held.ctx.inputs.wasIdle(0)]).toEqual([3, true, true]);
  held.send({ jump: false });
  expect([held.ctx.inputs.next(0)?.jump, held.ctx.inputs.wasIdle(0)]).toEqual([false, false]);
});

test.for([
  ['cut off', [inputReliable, 0x80, 4, 0x81, 0, 0]],
  ['an unknown field', [inputReliable, 0x80, 4, 0x83, 1]],
  ['an unknown operation', [inputReliable, 0x80, 4, 0xc1, 0, 0, 0, 0]],
  ['in the second of two', [20, 1, 2, 0x80, 7, 4, 0x80, 4, 0x83, 1]],
  ['stamped where nothing rewinds', [inputReliable | 0x20, 1, 0x80, 4]],
])('a refused frame leaves nothing behind: %s', ([, frame]) => {
  const client = new Client();
  client.send({ x: 7, jump: true });
  client.tell(...(frame as number[]));
  expect(client.errors).toBe(1);
  expect(client.latest).toEqual({ x: 7, y: 0.5, jump: true });
  client.send({ y: 2 });
  expect(client.latest).toMatchObject({ x: 7, y: 2 });
});
