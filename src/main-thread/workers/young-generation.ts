/**
 * Gives the worker threads that start from now on a young generation of full size at once. V8
 * starts it at 1 MiB and lets it grow with what survives; what a warm tick leaves does not, so
 * without this a worker would scavenge every few thousand ticks for ever (bench/gate/garbage.ts:
 * about 700 bytes a tick of swarm, most of it the game's own new keys). Main thread, before any
 * worker.
 */
import { setFlagsFromString } from 'node:v8';

/** MiB of one semi-space: V8's own upper bound by default, so that only the start changes. */
const semiSpaceMiB = 16;

export function growYoungGeneration(): void {
  setFlagsFromString(`--min-semi-space-size=${semiSpaceMiB}`);
}
