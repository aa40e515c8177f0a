/**
 * What the reset arena and the caches give: the same load with each switched off. `ours` is with,
 * `stock` without. The swarm's ticks, with scratch from `ctx.arena` and from arrays made anew in
 * every tick, each side on a worker thread of its own, in turns; and entities found by key with
 * the LookupCache in front of the index in the room's memory, and by that index alone.
 */
import { Worker } from 'node:worker_threads';
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { growYoungGeneration } from '../../src/main-thread/workers/young-generation.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { EntityTable } from '../../src/memory/state/entity-table.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';

export interface ArenaTask {
  readonly drones: number;
  readonly hasArena: boolean;
  readonly warmUpTicks: number;
  readonly countedTicks: number;
}

/** Of the counted ticks. */
export interface ArenaReport {
  readonly collections: number;
  readonly collectionsMs: number;
  readonly tickP99Us: number;
}

/** As many as the swarm's scratch is sized for: what is made anew is no larger than it must be. */
const drones = 20_000;
const warmUpTicks = 200;
const countedTicks = 1_000;
const per10kTicks = 10_000 / countedTicks;
const rounds = 3;

async function runTicks(hasArena: boolean): Promise<ArenaReport> {
  growYoungGeneration();
  const workerData: ArenaTask = { drones, hasArena, warmUpTicks, countedTicks };
  const worker = new Worker(new URL('./sides/swarm-worker.ts', import.meta.url), { workerData });
  const report = Promise.withResolvers<ArenaReport>();
  worker.once('message', report.resolve);
  worker.once('error', report.reject);
  return report.promise;
}

function ofArena(what: string, unit: string, read: (report: ArenaReport) => number): Benchmark {
  return {
    name: `ablation: arena, ${what}`,
    unit,
    run: ({ quick }) =>
      interleave({
        rounds: quick ? 1 : rounds,
        warmups: 0,
        ours: async () => read(await runTicks(true)),
        stock: async () => read(await runTicks(false)),
      }),
  };
}

const Unit = schema({ hp: t.uint8() }, 'Unit');
const State = schema({ units: t.map(Unit) }, 'State');
const gets = 200_000;

function ofCaches(entities: number): Benchmark {
  return {
    name: `ablation: caches, by key, ${entities.toLocaleString('en')} entities`,
    unit: 'ns',
    run: ({ quick }) => {
      const units = openUnits(entities);
      const keys = Array.from({ length: entities }, (_, i) => `s${(i * 7_919) % 99_991}`);
      for (const key of keys) units.add(key);
      const asked = Array.from({ length: gets }, (_, i) => keys[(i * 7_919) % entities] as string);
      const index = units.$block.keys;
      const cached = () => nsPerGet(asked, (key) => units.get(key));
      const uncached = () => nsPerGetOfIndex(asked, (key) => units.at(index.find(0, key)));
      return interleave({ rounds: quick ? 3 : 25, warmups: 5, ours: cached, stock: uncached });
    },
  };
}

function openUnits(entities: number): EntityTable {
  const game = defineGame({ state: State, capacity: { units: entities } });
  const memory = RoomMemory.create(game.plan, 0);
  memory.initialise();
  return (memory.state as unknown as { readonly units: EntityTable }).units;
}

function nsPerGet(asked: readonly string[], get: (key: string) => object | undefined): number {
  let found = 0;
  const began = performance.now();
  for (const key of asked) if (get(key) !== undefined) found++;
  return nsOf(began, found);
}

/** As `nsPerGet`, but compiled apart: a loop that serves both would meet two functions. */
function nsPerGetOfIndex(asked: readonly string[], get: (key: string) => object | undefined) {
  let found = 0;
  const began = performance.now();
  for (const key of asked) if (get(key) !== undefined) found++;
  return nsOf(began, found);
}

function nsOf(began: number, found: number): number {
  if (found !== gets) throw new Error(`${gets - found} entities were not found`);
  return ((performance.now() - began) * 1e6) / gets;
}

export const benchmark: readonly Benchmark[] = [
  ofArena('collections', '/10,000 ticks', ({ collections }) => collections * per10kTicks),
  ofArena('time in collections', 'ms/10,000 ticks', (report) => report.collectionsMs * per10kTicks),
  ofArena('tick p99', 'us', ({ tickP99Us }) => tickP99Us),
  ofCaches(64),
  ofCaches(1_000),
  ofCaches(4_000),
];
