/** Checksums and states behind patches: when, for whom, of what; and when they wait. */
import { type Decoder, Reflection, type Schema, schema, t } from '@colyseus/schema';
import { unpack } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { FromRoom, MessageFlag, roomSlot, ToRoom } from '../../src/channel/records.ts';
import { defineGame, type StepContext } from '../../src/game/index.ts';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import { decodedChecksum } from '../../src/soak/bots/sdk/decoded-checksum.ts';
import { kindsOf, type Seen, Stage } from './stage.ts';

const Thing = schema({ x: t.float32(), name: t.string() }, 'Thing');
const State = schema({ tick: t.uint32(), things: t.map(Thing) }, 'Checked');
const Move = schema({ dx: t.int8() }, 'Move');
type Context = StepContext<InstanceType<typeof State>>;

const options = {
  state: State,
  tickRate: 1,
  capacity: { clients: 4, things: 8 },
  step({ state, tick }: Context): void {
    state.tick = tick + 1;
    if (tick % 3 === 0) state.things.delete('t');
    else if (!state.things.has('t')) state.things.add('t', { x: tick, name: 'größe' });
  },
};
const game = defineGame(options);
const timed = defineGame({ ...options, input: Move });
const idle = defineGame({ ...options, step: undefined });

const checksumHead = '\x0d\xb1hypogeum:checksum';
const stateHead = '\x0d\xaehypogeum:state';
const ackBytes = 4;

/** What a client in that slot would have, and what it was told of it. */
class Client {
  readonly decoder: Decoder = Reflection.decode(encodeHandshake(State));
  readonly told: [tick: number, sum: number][] = [];
  readonly #slot: number;
  #hasState = false;

  constructor(slot: number) {
    this.#slot = slot;
  }

  get sum(): number {
    return decodedChecksum(this.decoder.state);
  }

  hear(records: readonly Seen[]): this {
    for (const record of records) {
      const { kind, slot, b, body } = record;
      if (kind === FromRoom.FULL_STATE && slot === this.#slot) {
        this.#hasState = true;
        this.decoder.decode(body);
      }
      if (!this.#hasState) continue;
      if (kind === FromRoom.PATCH) this.decoder.decode(body.subarray(b * ackBytes));
      if (kind !== FromRoom.BROADCAST) continue;
      const [tick, sum] = payloadOf<[number, number]>(record, checksumHead);
      expect(sum, `checksum of tick ${tick}`).toBe(this.sum);
      this.told.push([tick, sum]);
    }
    return this;
  }
}

function payloadOf<Payload>({ slot, a, b, kind, body }: Seen, head: string): Payload {
  const isOneClient = kind === FromRoom.SEND;
  expect([slot === roomSlot, a, b]).toEqual([!isOneClient, 0, MessageFlag.WITH_STATE]);
  expect(body.subarray(0, head.length).toString('latin1')).toBe(head);
  return unpack(body.subarray(head.length));
}

function ask(stage: Stage, slot: number): void {
  stage.tell(ToRoom.MESSAGE, slot, Buffer.from(stateHead, 'latin1'));
}

function joinAndReady(stage: Stage, slot: number): void {
  stage.tell(ToRoom.JOIN, slot, { sessionId: `session ${slot}`, options: {} });
  stage.tell(ToRoom.READY, slot);
}

/** The one state among records, as a client of no history reads it. */
function stateIn(records: readonly Seen[]): { slot: number; tick: number; state: Schema } {
  const [record, ...more] = records.filter(({ kind }) => kind === FromRoom.SEND);
  expect(more).toEqual([]);
  const { tick, state } = payloadOf<{ tick: number; state: Uint8Array }>(record, stateHead);
  const decoder = Reflection.decode(encodeHandshake(State));
  decoder.decode(state);
  return { slot: record.slot, tick, state: decoder.state };
}

describe('a checksum', () => {
  test.for([
    ['without input', game],
    ['with input', timed],
  ] as const)('follows every third patch, whoever runs the room, %s', ([, of]) => {
    const stage = new Stage(of, { checksumEvery: 3 });
    const views = [stage.view, stage.anotherView()];
    stage.open();
    joinAndReady(stage, 0);
    stage.visit();
    const client = new Client(0).hear(stage.hear());
    for (let step = 1; step <= 12; step++) {
      stage.visitLate(1, views[step % 2]);
      const records = stage.hear();
      const expected = step % 3 === 0 ? [FromRoom.PATCH, FromRoom.BROADCAST] : [FromRoom.PATCH];
      expect(kindsOf(records)).toEqual(expected);
      client.hear(records);
    }
    expect(client.told.map(([tick]) => tick)).toEqual([3, 6, 9, 12]);
    expect(new Set(client.told.map(([, sum]) => sum)).size).toBe(4);
  });

  test('comes between the patch before a full state and that, and not after it', () => {
    const stage = new Stage(game, { checksumEvery: 1 });
    stage.open();
    joinAndReady(stage, 0);
    stage.visit();
    const first = new Client(0).hear(stage.hear());
    (stage.view.context as Context).state.things.add('late');
    joinAndReady(stage, 1);
    stage.visit();
    const records = stage.hear();
    const { JOINED, PATCH, BROADCAST, FULL_STATE } = FromRoom;
    expect(kindsOf(records)).toEqual([JOINED, PATCH, BROADCAST, FULL_STATE]);
    const second = new Client(1).hear(records);
    expect(first.hear(records).told).toHaveLength(1);
    expect(second.told).toEqual([]);
    stage.visitLate(1);
    const news = stage.hear();
    expect(second.hear(news).told).toEqual(first.hear(news).told.slice(1));
  });

  test('is not sent where there is no patch, nobody to hear it, or no room for it', () => {
    const still = new Stage(idle, { checksumEvery: 1 });
    still.open(1);
    still.visitLate(1);
    expect(still.hear()).toEqual([]);
    const empty = new Stage(game, { checksumEvery: 1 });
    empty.open();
    empty.visitLate(1);
    expect(empty.hear()).toEqual([]);
    const full = new Stage(game, { checksumEvery: 1 });
    full.open(1);
    full.clog(16_384, 8);
    full.visitLate(1);
    full.hear();
    expect(full.memory.header.messagesDropped).toBe(0);
    full.visitLate(1);
    expect(kindsOf(full.hear())).toEqual([FromRoom.PATCH, FromRoom.BROADCAST]);
  });
});

describe('a state that a client asked for', () => {
  test('follows the next patch, on whichever worker, to that client alone, once', () => {
    const stage = new Stage(game, { checksumEvery: 1 });
    const other = stage.anotherView();
    stage.open();
    for (const slot of [0, 1, 2]) joinAndReady(stage, slot);
    stage.visit();
    const client = new Client(1).hear(stage.hear());
    ask(stage, 1);
    ask(stage, 1);
    stage.visit();
    expect(stage.hear()).toEqual([]);
    stage.visitLate(1, other);
    const records = stage.hear();
    const { PATCH, BROADCAST, SEND } = FromRoom;
    expect(kindsOf(records)).toEqual([PATCH, BROADCAST, SEND]);
    client.hear(records);
    const { slot, tick, state } = stateIn(records);
    expect([slot, tick]).toEqual([1, stage.memory.header.tick]);
    expect(decodedChecksum(state)).toBe(client.sum);
    expect(JSON.stringify(state)).toBe(JSON.stringify(client.decoder.state));
    stage.visitLate(1);
    expect(kindsOf(stage.hear())).toEqual([PATCH, BROADCAST]);
  });

  test('comes though nothing has changed', () => {
    const stage = new Stage(idle, { checksumEvery: 5 });
    stage.open(1);
    ask(stage, 0);
    stage.visitLate(1);
    const records = stage.hear();
    expect(kindsOf(records)).toEqual([FromRoom.SEND]);
    expect(stateIn(records).tick).toBe(1);
  });

  test('waits until its client has one, and while the ring is full', () => {
    const stage = new Stage(game, { checksumEvery: 100 });
    stage.open(1);
    stage.tell(ToRoom.JOIN, 1, { sessionId: 'late', options: {} });
    ask(stage, 1);
    stage.visitLate(1);
    expect(kindsOf(stage.hear())).toEqual([FromRoom.JOINED, FromRoom.PATCH]);
    stage.tell(ToRoom.READY, 1);
    stage.visit();
    stage.hear();
    const clogged = stage.clog(18_000);
    stage.visitLate(1);
    expect(kindsOf(stage.hear().slice(clogged))).toEqual([FromRoom.PATCH]);
    expect(stage.memory.header.messagesDropped).toBe(0);
    stage.visitLate(1);
    expect(stateIn(stage.hear()).slot).toBe(1);
  });

  test('is not for whoever has the slot, or the connection, afterwards', () => {
    const stage = new Stage(game, { checksumEvery: 100 });
    stage.open(2);
    for (const slot of [0, 1]) ask(stage, slot);
    stage.tell(ToRoom.LEAVE, 0);
    stage.tell(ToRoom.DROP, 1);
    joinAndReady(stage, 0);
    stage.tell(ToRoom.RETURN, 1);
    stage.tell(ToRoom.READY, 1);
    stage.visitLate(1);
    stage.visitLate(1);
    expect(kindsOf(stage.hear())).not.toContain(FromRoom.SEND);
  });

  test('is a message like any other where the server was started without checksums', () => {
    const stage = new Stage(game);
    stage.open(1);
    ask(stage, 0);
    stage.visitLate(1);
    expect(kindsOf(stage.hear())).toEqual([FromRoom.KICK, FromRoom.PATCH]);
  });
});
