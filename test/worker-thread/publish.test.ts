/** Patches and full states in the out ring: what they decode to, and when they wait. */
import { Decoder, schema, t } from '@colyseus/schema';
import { describe, expect, test } from 'vitest';
import { FromRoom, MessageFlag, ToRoom } from '../../src/channel/records.ts';
import { defineGame, type StepContext } from '../../src/game/index.ts';
import { SlotState } from '../../src/memory/slot-table.ts';
import { kindsOf, type Seen, Stage } from './stage.ts';

const Thing = schema({ x: t.float32(), name: t.string() }, 'Thing');
const State = schema({ tick: t.uint32(), things: t.map(Thing) }, 'Published');
const Move = schema({ dx: t.int8() }, 'Move');
type Context = StepContext<InstanceType<typeof State>>;

const things = 200;
const ackBytes = 4;

/** Adds, changes and removes by the tick alone. */
function mutate({ state, tick }: Context): void {
  state.tick = tick;
  for (const thing of state.things) thing.x += 1;
  if (tick % 3 === 0 && state.things.size > 1) {
    for (const thing of state.things) {
      state.things.delete(thing);
      break;
    }
  }
  while (state.things.size < (tick % 7 === 0 ? things : things / 2)) {
    state.things.add(`t${tick}-${state.things.size}`, { name: `größe ${tick}` });
  }
}

const options = {
  state: State,
  tickRate: 1,
  capacity: { clients: 8, things, 'things:key': 16 },
  step: mutate,
};
const plain = defineGame(options);
const timed = defineGame({ ...options, input: Move });
const idle = defineGame({ ...options, step: undefined });
const idleTimed = defineGame({ ...options, step: undefined, input: Move });

/** A client's decoder, fed with the records that main would send to its slot. */
class Watcher {
  readonly state = new State();
  readonly #decoder = new Decoder(this.state);
  readonly #slot: number;
  #hasState = false;

  constructor(slot: number) {
    this.#slot = slot;
  }

  hear(records: readonly Seen[]): this {
    for (const { kind, slot, b, body } of records) {
      if (kind === FromRoom.FULL_STATE && slot === this.#slot) {
        expect(this.#hasState).toBe(false);
        this.#hasState = true;
        this.#decoder.decode(body);
      }
      if (kind === FromRoom.PATCH && this.#hasState) {
        this.#decoder.decode(body.subarray(b * ackBytes));
      }
    }
    return this;
  }

  get json(): unknown {
    return JSON.parse(JSON.stringify(this.state.toJSON()));
  }
}

function jsonOf(stage: Stage): unknown {
  const { state } = stage.view.context as Context;
  const entries = [...state.things].map((thing): [string, object] => {
    return [state.things.keyOf(thing), { x: thing.x, name: thing.name }];
  });
  return { tick: state.tick, things: Object.fromEntries(entries) };
}

function joinAndReady(stage: Stage, slot: number): void {
  stage.tell(ToRoom.JOIN, slot, { sessionId: `session ${slot}`, options: {} });
  stage.tell(ToRoom.READY, slot);
}

describe('a full state', () => {
  test('settles what nobody was told, so that the next patch has only what is new', () => {
    const stage = new Stage(plain);
    stage.open();
    for (let step = 0; step < 10; step++) stage.visitLate(1);
    joinAndReady(stage, 0);
    stage.visit();
    const records = stage.hear();
    expect(kindsOf(records)).toEqual([FromRoom.JOINED, FromRoom.FULL_STATE]);
    const watcher = new Watcher(0).hear(records);
    expect(watcher.json).toEqual(jsonOf(stage));
    for (let step = 0; step < 20; step++) {
      stage.visitLate(1);
      expect(watcher.hear(stage.hear()).json).toEqual(jsonOf(stage));
    }
  });

  test('for a late joiner is preceded by what the others have yet to hear', () => {
    const stage = new Stage(plain);
    stage.open();
    joinAndReady(stage, 0);
    stage.visit();
    const first = new Watcher(0).hear(stage.hear());
    stage.visitLate(1);
    first.hear(stage.hear());
    // Changed after the patch: by a hook, say.
    const { state } = stage.view.context as Context;
    for (const thing of state.things) {
      state.things.delete(thing);
      break;
    }
    state.things.add('late', { x: 7 });
    joinAndReady(stage, 1);
    stage.visit();
    const records = stage.hear();
    expect(kindsOf(records)).toEqual([FromRoom.JOINED, FromRoom.PATCH, FromRoom.FULL_STATE]);
    const second = new Watcher(1).hear(records);
    expect(first.hear(records).json).toEqual(jsonOf(stage));
    expect(second.json).toEqual(jsonOf(stage));
    for (let step = 0; step < 10; step++) {
      stage.visitLate(1);
      const news = stage.hear();
      expect(kindsOf(news)).toEqual([FromRoom.PATCH]);
      expect(first.hear(news).json).toEqual(jsonOf(stage));
      expect(second.hear(news).json).toEqual(jsonOf(stage));
    }
  });

  test('that does not fit waits, and the client gets no patch before it', () => {
    const stage = new Stage(plain);
    stage.open();
    stage.visitLate(1);
    const clogged = stage.clog(20_000);
    joinAndReady(stage, 0);
    stage.visit();
    stage.visitLate(1);
    expect(stage.memory.slots.states[0]).toBe(SlotState.JOINED);
    const [joined, ...rest] = stage.hear().slice(clogged);
    expect([joined.kind, rest.length]).toEqual([FromRoom.JOINED, 0]);
    stage.visitLate(1);
    const records = stage.hear();
    expect(kindsOf(records)).toEqual([FromRoom.FULL_STATE, FromRoom.PATCH]);
    expect(new Watcher(0).hear(records).json).toEqual(jsonOf(stage));
  });
});

describe('a patch', () => {
  test('that does not fit is counted; its changes come with the next, entries and all', () => {
    const stage = new Stage(plain);
    stage.open();
    joinAndReady(stage, 0);
    stage.visit();
    const watcher = new Watcher(0).hear(stage.hear());
    for (let round = 0; round < 6; round++) {
      for (let step = 0; step < 4; step++) {
        stage.visitLate(1);
        watcher.hear(stage.hear());
      }
      const deferred = stage.memory.header.deferredPatches;
      stage.clog(1_000);
      for (let step = 0; step < 5; step++) stage.visitLate(1);
      expect(stage.memory.header.deferredPatches - deferred).toBe(5);
      watcher.hear(stage.hear());
      stage.visitLate(1);
      expect(watcher.hear(stage.hear()).json).toEqual(jsonOf(stage));
    }
  });

  test('of nothing is not sent in a room without input', () => {
    const stage = new Stage(idle);
    stage.open(1);
    for (let step = 0; step < 3; step++) stage.visitLate(1);
    expect(stage.hear()).toEqual([]);
    const { state } = stage.view.context as Context;
    state.tick = 5;
    state.tick = 0;
    stage.visitLate(1);
    expect(stage.hear()).toEqual([]);
  });

  test('of nothing is sent in a room with input: it carries clock and acks', () => {
    const stage = new Stage(idleTimed);
    stage.open(3);
    stage.visitLate(1);
    const [patch, ...rest] = stage.hear();
    expect(rest).toEqual([]);
    expect([patch.kind, patch.b, patch.body.length]).toEqual([FromRoom.PATCH, 3, 3 * ackBytes]);
    stage.tell(ToRoom.LEAVE, 2);
    stage.visitLate(1);
    expect(stage.hear().at(-1)?.b).toBe(2);
  });

  test('tells each client which of its inputs the state contains', () => {
    const consuming = defineGame({
      ...options,
      input: Move,
      step: (ctx) => {
        ctx.inputs.next(1);
      },
    });
    const stage = new Stage(consuming);
    stage.open(2);
    for (let sent = 0; sent < 3; sent++) stage.tell(ToRoom.INPUT, 1, Uint8Array.of(19, 0x80, sent));
    for (let step = 1; step <= 4; step++) {
      stage.visitLate(1);
      const [{ body }] = stage.hear();
      expect([body.readUInt32LE(0), body.readUInt32LE(4)]).toEqual([0, Math.min(step, 3)]);
    }
    joinAndReady(stage, 2);
    stage.visit();
    const full = stage.hear().find(({ kind }) => kind === FromRoom.FULL_STATE);
    expect(full).toMatchObject({ slot: 2, b: 0 });
  });

  test('in a room with input decodes behind its acks, whoever comes and goes', () => {
    const stage = new Stage(timed);
    stage.open();
    const watchers = new Map<number, Watcher>();
    for (let step = 0; step < 60; step++) {
      const slot = (step * 5) % 8;
      if (watchers.delete(slot)) stage.tell(ToRoom.LEAVE, slot);
      else {
        joinAndReady(stage, slot);
        watchers.set(slot, new Watcher(slot));
      }
      stage.visitLate(1);
      const records = stage.hear();
      for (const watcher of watchers.values()) {
        expect(watcher.hear(records).json).toEqual(jsonOf(stage));
      }
    }
  });
});

describe('messages for after the next patch', () => {
  const told = defineGame({
    ...options,
    tickRate: 4,
    patchRate: 1,
    step: (ctx) => {
      if (ctx.tick === 1) ctx.broadcast('later', ctx.tick, { afterNextPatch: true });
    },
  });
  const after = MessageFlag.AFTER_PATCH;

  test('are let go by the worker that patches, though nothing has changed', () => {
    const stage = new Stage(told);
    stage.open(1);
    const thief = stage.anotherView();
    const heard: Seen[] = [];
    for (let tick = 0; tick < 12; tick++) {
      stage.visitLate(1, tick % 2 === 0 ? stage.view : thief);
      heard.push(...stage.hear());
    }
    expect(heard.map(({ kind, b, body }) => [kind, b, body.length])).toEqual([
      [FromRoom.BROADCAST, after, 8],
      [FromRoom.PATCH, 0, 0],
    ]);
    expect(stage.memory.header.patches).toBe(0);
  });

  test('follow the patch of their step; others precede it', () => {
    const stage = new Stage(
      defineGame({
        ...options,
        step(ctx) {
          ctx.broadcast('after', 1, { afterNextPatch: true });
          mutate(ctx);
          ctx.broadcast('before');
        },
      }),
    );
    stage.open(1);
    for (let tick = 0; tick < 2; tick++) stage.visitLate(1);
    const order = stage.hear().map(({ kind, b }) => [kind, kind === FromRoom.PATCH ? 0 : b]);
    const step = [
      [FromRoom.BROADCAST, after],
      [FromRoom.BROADCAST, 0],
      [FromRoom.PATCH, 0],
    ];
    expect(order).toEqual([...step, ...step]);
  });

  test('are let go also when nobody has the state yet', () => {
    const stage = new Stage(told);
    stage.open();
    for (let tick = 0; tick < 12; tick++) stage.visitLate(1);
    expect(kindsOf(stage.hear())).toEqual([FromRoom.BROADCAST, FromRoom.PATCH]);
  });
});
