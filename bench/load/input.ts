/**
 * What an input costs a server on its way from the socket into a step: CPU time of all its threads
 * while 256 clients send 60 a second each, less what the same clients cost when they send nothing,
 * by inputs that steps consumed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { moveFrame } from './clients/move-frame.ts';
import { type CpuCost, costOf, cpuCost } from './processes/cpu-cost.ts';
import { type Side, Stand } from './processes/stand.ts';

const rooms = 4;
const clientsPerRoom = 64;
/** Three a step: far from what a room lets wait. */
const inputsPerSecond = 60;
/** Of the inputs that were sent; those of the window's edge are on their way. */
const consumedShareMin = 0.95;
const warmUpMs = 2_000;
const windowMs = 5_000;
const quickMs = 1_500;
const usPerMs = 1_000;

async function perInput(side: Side, quick: boolean): Promise<CpuCost> {
  const settleMs = quick ? quickMs : warmUpMs;
  const ms = quick ? quickMs : windowMs;
  return Stand.with({ side }, async (stand) => {
    await stand.open({ room: 'input', rooms, clientsPerRoom });
    await stand.send(moveFrame(), inputsPerSecond);
    await sleep(settleMs);
    const busy = await stand.window(ms);
    await stand.send([], 0);
    await sleep(settleMs);
    const silent = await stand.window(ms);
    if (busy.inputs < busy.clients.inputsSent * consumedShareMin || silent.inputs > 0) {
      throw new Error(`${busy.inputs} of ${busy.clients.inputsSent} inputs were consumed`);
    }
    return costOf(busy.inputs, usPerMs, busy, silent);
  });
}

export const benchmark = cpuCost({
  name: 'input: CPU per input, from the socket into a step',
  unit: 'µs',
  goal: { ratioMax: 0.6 },
  measure: perInput,
});
