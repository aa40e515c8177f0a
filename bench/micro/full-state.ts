/**
 * What a joiner costs: the full state of 1,000 entities, encoded into the out ring and copied out
 * of it as the main thread does, beside the Encoder of @colyseus/schema over a state that has been
 * encoded before. Stock's side has no copy. Both are decoded and compared before anything is
 * measured: the same values under the same keys, in the same order.
 */
import { isDeepStrictEqual } from 'node:util';
import { Decoder, Encoder, schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { copyBytes } from '../../src/channel/copy-bytes.ts';
import { FromRoom } from '../../src/channel/records.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { StateOf } from '../../src/memory/state/state-handle.ts';
import { StateEncoder } from '../../src/replication/state-encoder.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, nsPerCall } from '../harness/interleave.ts';

const entities = 1_000;
const statesPerRound = 100;
const usPerNs = 1e-3;
// More than the state takes: a short buffer is made longer, and everything encoded once more.
Encoder.BUFFER_SIZE = 1 << 18;

const Unit = schema({ x: t.float32(), y: t.float32(), hp: t.uint8(), name: t.string() }, 'Unit');
const State = schema({ round: t.uint16(), units: t.map(Unit) }, 'State');
const game = defineGame({ state: State, capacity: { units: entities, 'units.name': 16 } });

const fieldsOf = (i: number) => ({ x: i * 0.5, y: i * 0.25, hp: i % 100, name: `unit ${i}` });
const keyOf = (i: number) => `u${i}`;

/** What the last full state wrote, in a buffer of its own. */
type FullState = () => Uint8Array;

function ourSide(): FullState {
  const memory = RoomMemory.create(game.plan, 0);
  memory.initialise();
  const state = memory.state as unknown as StateOf<InstanceType<typeof State>>;
  state.round = 1;
  for (let i = 0; i < entities; i++) state.units.add(keyOf(i), fieldsOf(i));
  const encoder = new StateEncoder(game.plan, memory.root);
  const ring = memory.outRing;
  // As publish does: a full state comes behind a patch.
  encoder.patch(ring.reserve(encoder.patchBytesMax()));
  return () => {
    const at = ring.reserve(encoder.fullStateBytesMax);
    ring.commit(FromRoom.FULL_STATE, 0, 0, 0, encoder.fullState(at) - at);
    if (!ring.next()) throw new Error('the record that was committed is not there');
    const copy = Buffer.allocUnsafeSlow(ring.bodyBytes);
    copyBytes(copy, 0, ring.bytes, ring.bodyOffset, ring.bodyBytes);
    ring.release();
    return copy;
  };
}

function stockSide(): FullState {
  const state = new State().assign({ round: 1 });
  const encoder = new Encoder(state);
  for (let i = 0; i < entities; i++) state.units.set(keyOf(i), new Unit().assign(fieldsOf(i)));
  encoder.encode();
  encoder.discardChanges();
  return () => encoder.encodeAll({ offset: 0 });
}

function decoded(bytes: Uint8Array): unknown {
  const state = new State();
  new Decoder(state).decode(bytes);
  return { ...state.toJSON(), order: [...state.units.keys()] };
}

function checkSameState(ours: FullState, stock: FullState): void {
  const [mine, theirs] = [decoded(ours()), decoded(stock())];
  if (!isDeepStrictEqual(mine, theirs)) throw new Error('the two sides decode to different states');
}

export const benchmark: Benchmark = {
  name: `full-state: ${entities.toLocaleString('en')} entities to a joiner`,
  unit: 'us',
  goal: { ratioMax: 1 / 5 },
  run: ({ quick }) => {
    const ours = ourSide();
    const stock = stockSide();
    checkSameState(ours, stock);
    let bytes = 0;
    const usOf = (fullState: FullState) =>
      nsPerCall(statesPerRound, () => {
        bytes += fullState().length;
      }) * usPerNs;
    const samples = interleave({
      rounds: quick ? 3 : 25,
      warmups: 5,
      ours: () => usOf(ours),
      stock: () => usOf(stock),
    });
    if (bytes < 0) throw new Error('nothing was encoded');
    return samples;
  },
};
