/**
 * What the engine view costs a worker: a look whether somebody watches, once a visit, and writing a
 * visit down while somebody does. And what reading one costs the main thread. One thread.
 */
import { VisitTrace } from '../../src/channel/visit-trace.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, nsPerCall } from '../harness/interleave.ts';

const calls = 1_000_000;
const readCalls = 2_000;
/** As many as a busy worker's frame has. */
const visitsPerRead = 100;
const rounds = 15;

const memory = new SharedArrayBuffer(VisitTrace.bytes);
const worker = new VisitTrace(memory);
const main = new VisitTrace(memory);
let used = 0;

function look(): void {
  if (worker.isWatched) used++;
}

function record(call: number): void {
  worker.record(call & 0xff, -1, call, call + 0.25, 0.125);
}

function fill(): void {
  for (let visit = 0; visit < visitsPerRead; visit++) record(visit);
}

function add(_room: number, startUs: number): void {
  used += startUs & 1;
}

/** Less what the loop itself takes, and filling takes. */
function readNs(): number {
  const both = nsPerCall(readCalls, () => {
    fill();
    used += main.read(0, add);
  });
  return (both - nsPerCall(readCalls, fill)) / visitsPerRead;
}

main.watch(true);

export const benchmark: readonly Benchmark[] = [
  {
    name: 'visit-trace: look whether somebody watches',
    unit: 'ns',
    goal: { oursMax: 20 },
    run: ({ quick }) =>
      interleave({ rounds: quick ? 3 : rounds, ours: () => nsPerCall(calls, look) }),
  },
  {
    name: 'visit-trace: write a visit down',
    unit: 'ns',
    goal: { oursMax: 200 },
    run: ({ quick }) =>
      interleave({ rounds: quick ? 3 : rounds, ours: () => nsPerCall(calls, record) }),
  },
  {
    name: 'visit-trace: read a visit',
    unit: 'ns',
    run: ({ quick }) => interleave({ rounds: quick ? 3 : rounds, ours: readNs }),
  },
];

/** What nobody uses is not computed. */
export const usedBy = (): number => used;
