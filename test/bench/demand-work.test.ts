/** A side that did less than its work makes no figure. Runs in vitest. */
import { expect, test } from 'vitest';
import { demandWork, missingWork } from '../../bench/load/processes/demand-work.ts';
import type { Window } from '../../bench/load/processes/stand.ts';

const work = { rooms: 2, clientsPerRoom: 3 };
const none = { p50: 0, p99: 0, p999: 0, max: 0 };

/** A window in which all was done, but for what is given. */
function windowWith(steps: Partial<Window['steps']>, clients: Partial<Window['clients']>): Window {
  return {
    cpuMs: 1,
    mainCpuMs: 1,
    userMs: 1,
    inputs: 0,
    stepCollections: 0,
    steps: {
      ...{ rooms: 2, steps: 200, dueSteps: 200 },
      ...{ lateness: none, overdue: none, deviation: none },
      ...steps,
    },
    clients: {
      ...{ wallMs: 5_000, clients: 6, lost: 0, patches: 600, bytes: 1, inputsSent: 0, pause: none },
      ...clients,
    },
  };
}

test('all that was due is enough', () => {
  expect(missingWork(windowWith({}, {}), work)).toBeUndefined();
  demandWork(windowWith({}, {}), work);
});

test.for([
  [{ rooms: 1 }, {}, '1 of 2 rooms stepped'],
  [{ steps: 150 }, {}, '150 of 200 steps'],
  [{}, { lost: 1 }, '1 clients were cut off'],
  [{}, { clients: 5 }, '5 of 6 clients'],
  [{}, { patches: 300 }, '300 of 600 patches arrived'],
] as const)('%o, %o: %s', ([steps, clients, text]) => {
  expect(missingWork(windowWith(steps, clients), work)).toBe(text);
  expect(() => demandWork(windowWith(steps, clients), work)).toThrow(text);
});
