/** A worker of visit-trace.test.ts: writes visits as fast as it can until it is told to stop. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { VisitTrace } from '../../src/channel/visit-trace.ts';

export interface VisitWriterStart {
  readonly memory: SharedArrayBuffer;
  /** [1: stop | visits between two breaths] */
  readonly control: Int32Array;
}

/** Of a visit's number, what its start says: so many ms are fewer than 2^31 µs. */
export const numberMask = 0xfffff;

if (!isMainThread) run(workerData as VisitWriterStart);

function run({ memory, control }: VisitWriterStart): void {
  const trace = new VisitTrace(memory);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  let written = 0;
  while (Atomics.load(control, 0) === 0) {
    // All words of a visit follow from its number: a torn one shows.
    const room = written & 0xffff;
    const startMs = written & numberMask;
    trace.record(room, (room % 100) - 1, startMs, startMs + room / 1_000, room / 1_000);
    written++;
    // Slower than main at times, faster at others.
    if (written % control[1]! === 0) Atomics.wait(pause, 0, 0, 0.05);
  }
  parentPort?.postMessage(written);
}
