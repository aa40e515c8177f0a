/** The past of a room against a model that remembers everything, with several workers in turns. */
import '../../../src/schema/server-only.ts';
import { schema, t } from '@colyseus/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defineGame } from '../../../src/game/index.ts';
import { RoomMemory } from '../../../src/memory/room-memory.ts';
import type { StateOf } from '../../../src/memory/state/state-handle.ts';
import type { PastStateOf } from '../../../src/memory/time/past-state.ts';
import { RewindView } from '../../../src/memory/time/rewind-view.ts';
import { fuzzRuns } from '../../base/fuzz-runs.ts';

const Unit = schema(
  {
    x: t.float32(),
    hp: t.uint8(),
    heading: t.angle(),
    isUp: t.boolean(),
    name: t.string(),
    big: t.bigint64(),
    speed: t.number().noSync(),
  },
  'Unit',
);
const Input = schema({ x: t.uint8() }, 'Input');
const State = schema({ round: t.uint8(), units: t.map(Unit), others: t.map(Unit) }, 'State');
type State = InstanceType<typeof State>;

const { numRuns, timeout } = fuzzRuns(200);
const patchMs = 50;
const maxMs = 200;
const capacity = 5;

interface View {
  readonly memory: RoomMemory;
  readonly state: StateOf<State>;
  readonly past: RewindView;
}

function open(rewind: object = {}): View {
  const { plan } = defineGame({
    ...{ state: State, input: Input, tickRate: 1000 / patchMs, patchRate: 1000 / patchMs },
    capacity: { clients: 1, units: capacity, others: 2 },
    rewind: { maxMs, ...rewind },
  });
  const memory = RoomMemory.create(plan, 0);
  memory.initialise();
  return viewOf(memory);
}

function viewOf(memory: RoomMemory): View {
  if (memory.past === undefined) throw new Error('no past');
  const past = new RewindView(memory.past, memory.state);
  return { memory, state: memory.state as unknown as StateOf<State>, past };
}

function another({ memory }: View): View {
  return viewOf(new RoomMemory(memory.layout.plan, memory.memory));
}

const seen = (view: View, time: number) =>
  view.past.aim(time, 0, time) as unknown as PastStateOf<State>;

const step = fc.record({
  add: fc.option(fc.nat(7), { nil: undefined }),
  remove: fc.option(fc.nat(7), { nil: undefined }),
  x: fc.nat(100),
  look: fc.array(fc.nat(400), { maxLength: 3 }),
});

test('entities that come and go: each as it was, or where it was first', { timeout }, () => {
  const property = fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
    const first = open();
    const views = [first, another(first)];
    /** By entity: its x at each patch. */
    const tracks = new Map<number, { at: number; x: number }[]>();
    const alive = new Map<string, number>();
    steps.forEach(({ add, remove, x, look }, i) => {
      const view = views[i % 2];
      const { units } = view.state;
      if (remove !== undefined && units.delete(`u${remove}`)) alive.delete(`u${remove}`);
      if (add !== undefined && units.size < capacity && !units.has(`u${add}`)) {
        units.add(`u${add}`);
        alive.set(`u${add}`, i);
        tracks.set(i, []);
      }
      for (const unit of units) unit.x = x + unit.$row;
      const now = (i + 1) * patchMs;
      view.memory.past?.record(now);
      for (const [key, born] of alive) {
        tracks.get(born)?.push({ at: now, x: units.get(key)?.x ?? Number.NaN });
      }
      for (const ago of look) demandTracks(views[(i + 1) % 2], now - ago, now, alive, tracks);
    });
  });
  fc.assert(property, { numRuns });
});

function demandTracks(
  view: View,
  time: number,
  now: number,
  alive: ReadonlyMap<string, number>,
  tracks: ReadonlyMap<number, { at: number; x: number }[]>,
): void {
  const past = seen(view, time);
  const at = time <= 0 ? now : Math.max(time, now - maxMs);
  expect(past.time).toBe(at);
  for (let i = 0; i < 8; i++) {
    const born = alive.get(`u${i}`);
    const shown = past.units.get(`u${i}`);
    if (born === undefined) expect(shown).toBeUndefined();
    else expect(shown?.x).toBeCloseTo(valueAt(tracks.get(born) ?? [], at), 4);
  }
}

/** Stock's EntityHistory: held within what there is, and a line between two samples. */
function valueAt(track: readonly { at: number; x: number }[], time: number): number {
  const next = track.findIndex((sample) => sample.at >= time);
  if (next < 0) return track.at(-1)?.x ?? Number.NaN;
  if (next === 0) return track[0].x;
  const [from, to] = [track[next - 1], track[next]];
  return from.x + ((to.x - from.x) * (time - from.at)) / (to.at - from.at);
}

describe('between two samples', () => {
  const view = open();
  const unit = view.state.units.add('a', { x: 10, hp: 3, heading: 6.2, isUp: true, speed: 1 });
  unit.big = 5n;
  view.memory.past?.record(1_000);
  Object.assign(unit, { x: 20, hp: 9, heading: 0.1, isUp: false, speed: 2, big: 6n });
  view.memory.past?.record(1_050);

  test('floats and numbers go straight, angles the short way, the rest stays as it was', () => {
    const there = seen(view, 1_025).units.get(unit);
    expect(there?.x).toBeCloseTo(15, 5);
    expect(there?.speed).toBe(1.5);
    expect(there?.heading).toBeCloseTo((6.2 + 0.1 - 2 * Math.PI) / 2, 3);
    expect([there?.hp, there?.isUp, there?.big]).toEqual([3, true, 5n]);
    expect([seen(view, 1_050).units.get('a')?.hp, seen(view, 1_000).units.get('a')?.hp]).toEqual([
      9, 3,
    ]);
    const angle = seen(view, 1_049).units.get(unit)?.heading ?? -1;
    expect(angle).toBeGreaterThanOrEqual(0);
    expect(angle).toBeLessThan(2 * Math.PI);
  });

  test('is read-only, and has no strings', () => {
    const there = seen(view, 1_025).units.get(unit) as unknown as Record<string, unknown>;
    expect(() => {
      there.x = 1;
    }).toThrow(TypeError);
    expect('name' in there).toBe(false);
  });

  test('the same handle, whoever asks again', () => {
    expect(seen(view, 1_010).units.get('a')).toBe(seen(view, 1_040).units.get(unit));
  });

  test('an entity that no patch has shown yet is not there', () => {
    const fresh = view.state.units.add('b');
    expect(seen(view, 1_050).units.get(fresh)).toBeUndefined();
    view.state.units.delete(fresh);
    expect(seen(view, 1_050).units.get(fresh)).toBeUndefined();
  });

  test('a row that another entity has now is not its past', () => {
    const { others } = view.state;
    const old = others.add('old', { x: 1 });
    view.memory.past?.record(1_100);
    others.delete(old);
    view.memory.header.tick++;
    const young = others.add('young', { x: 7 });
    view.memory.past?.record(1_150);
    expect(young.$row).toBe(old.$row);
    const past = seen(view, 1_100);
    expect(past.others.get('old')).toBeUndefined();
    expect(past.others.get(young)?.x).toBe(7);
  });
});

test('before any patch there is no past', () => {
  const view = open();
  const unit = view.state.units.add('a');
  expect(seen(view, 0).units.get(unit)).toBeUndefined();
  expect(seen(view, 100).units.get(unit)).toBeUndefined();
});

test('maps, timelines and steps are as the option says', () => {
  const view = open({
    maps: ['units', 'others'],
    reckon: ['others'],
    interpolate: { 'units.x': 'step' },
  });
  const [unit, other] = [view.state.units.add('a'), view.state.others.add('b')];
  for (const at of [100, 150, 200]) {
    unit.x = at;
    other.x = at;
    view.memory.past?.record(at);
  }
  const past = view.past.aim(125, 175, 200) as unknown as PastStateOf<State>;
  expect([past.units.get(unit)?.x, past.others.get(other)?.x]).toEqual([100, 175]);
  // Without a stamp of its own: half way from what it shows to now.
  expect(view.past.aim(125, 0, 201).reckonTime).toBe(163);
  expect(open({ maps: ['units'] }).past).not.toHaveProperty('others');
});
