/** A worker for the pool's tests: does what the name of its first game says. */
import { setTimeout } from 'node:timers/promises';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { ControlMessage, WorkerReport, WorkerStart } from '../../../src/channel/control.ts';

const { index, control, games, mail } = workerData as WorkerStart;
const report = (message: WorkerReport) => parentPort?.postMessage(message);
/** The test's own: [may die | lives of each worker | rooms that each has been told of, as bits]. */
const words = new Int32Array(mail);
const workers = (words.length - 1) / 2;
const life = Atomics.add(words, 1 + index, 1);
const plan = games[0]?.name ?? '';

if (plan === 'unloadable') {
  const error = { name: 'Error', code: undefined, text: 'no such module', stack: undefined };
  report({ kind: 'crashed', index, error });
  throw new Error('no such module');
}
if (plan === 'first-dies' && index > 0) await setTimeout(500);
report({ kind: 'ready', index });
if (plan === 'first-dies' && index === 0) process.exit(3);
if (plan === 'mortal' || (plan === 'mortal-once' && index === 0 && life === 0)) {
  setInterval(() => {
    if (Atomics.load(words, 0) === 1) process.exit(3);
  }, 2);
} else {
  // Alive until it is terminated.
  setInterval(() => {
    for (let next = receiveMessageOnPort(control); next; next = receiveMessageOnPort(control)) {
      const message = next.message as ControlMessage;
      if (message.kind === 'open') Atomics.or(words, 1 + workers + index, 1 << message.room);
    }
  }, 2);
}
