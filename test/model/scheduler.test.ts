/**
 * The scheduler's real code under schedules of our choosing: see "What is tested" in
 * src/scheduler/README.md. A failure prints the seed, or the step, that brings it back.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Step } from '../../src/scheduler/steps.ts';
import { Conductor, type Policy } from './conductor.ts';
import { Count, createRandom, Life, Script } from './stage.ts';

const seeds = 1_000;
const seedsOfDeath = 1_000;
const seedsWithoutStealing = 250;
const seedsOfPinning = 1_000;
const seedsOfSwitching = 500;
const pairs = 1_000;
const firstSeed = Number(process.env.HYPOGEUM_MODEL_SEED ?? 1);

let wide: Conductor;
let narrow: Conductor;
/** Steps at which a worker has died in any of the tests. */
const deaths = new Set<number>();

beforeAll(async () => {
  wide = new Conductor(3, 4);
  narrow = new Conductor(2, 3);
  await Promise.all([wide.open(), narrow.open()]);
});

afterAll(async () => {
  await Promise.all([wide.close(), narrow.close()]);
});

test(`${seeds} seeded schedules of three workers and four rooms`, { timeout: 60_000 }, () => {
  forSeeds(seeds, (seed) => wide.run(randomPolicy(seed, Script.RANDOM, 0)));
});

test(`${seedsOfDeath} seeded schedules in which workers die`, { timeout: 60_000 }, () => {
  forSeeds(seedsOfDeath, (seed) => wide.run(randomPolicy(seed, Script.RANDOM, 3)));
});

test('seeded schedules without stealing', { timeout: 60_000 }, () => {
  forSeeds(seedsWithoutStealing, (seed) =>
    wide.run(randomPolicy(seed, Script.RANDOM_NO_STEALING, 1)),
  );
});

test(`${seedsOfPinning} seeded schedules with pinned rooms`, { timeout: 60_000 }, () => {
  forSeeds(seedsOfPinning, (seed) => wide.run(randomPolicy(seed, Script.RANDOM_PINNED, 0)));
});

test(`${seedsOfPinning} with pinned rooms, in which workers die`, { timeout: 60_000 }, () => {
  forSeeds(seedsOfPinning, (seed) => wide.run(randomPolicy(seed, Script.RANDOM_PINNED, 3)));
});

test('seeded schedules with pinned rooms and without stealing', { timeout: 60_000 }, () => {
  forSeeds(seedsWithoutStealing, (seed) =>
    wide.run(randomPolicy(seed, Script.PINNED_NO_STEALING, 1)),
  );
});

test(`${seedsOfSwitching} in which stealing is switched off and on`, { timeout: 60_000 }, () => {
  forSeeds(seedsOfSwitching, (seed) => wide.run(randomPolicy(seed, Script.RANDOM_SWITCHING, 0)));
});

test('the same with pinned rooms, in which workers die', { timeout: 60_000 }, () => {
  forSeeds(seedsOfSwitching, (seed) => wide.run(randomPolicy(seed, Script.PINNED_SWITCHING, 3)));
});

describe.for([
  ['a fixed scenario', Script.FIXED],
  ['a fixed scenario with pinned rooms', Script.FIXED_PINNED],
  ['a fixed scenario in which stealing is switched off and on', Script.FIXED_SWITCHING],
] as const)('%s', ([, script]) => {
  test('with a death at every step', { timeout: 60_000 }, () => {
    const { policy, lengthOf } = scenario(narrow, script);
    const length = lengthOf();
    for (let worker = 0; worker < 2; worker++) {
      for (let inSteps = 1; inSteps <= length; inSteps++) {
        named(`worker ${worker} dies at its step ${inSteps}`, () => {
          narrow.run(killing(policy([]), narrow, worker, inSteps));
        });
      }
    }
  });

  test('with every single preemption', { timeout: 60_000 }, () => {
    const { policy, lengthOf } = scenario(narrow, script);
    for (const one of switchesOf(lengthOf())) {
      named(JSON.stringify(one), () => narrow.run(policy([one])));
    }
  });

  test(`with ${pairs} pairs of preemptions`, { timeout: 60_000 }, () => {
    const { policy, lengthOf } = scenario(narrow, script);
    const switches = switchesOf(lengthOf());
    const random = createRandom(firstSeed);
    for (let left = pairs; left > 0; left--) {
      const both = [switches[random(switches.length)]!, switches[random(switches.length)]!];
      both.sort((a, b) => a.at - b.at);
      named(JSON.stringify(both), () => narrow.run(policy(both)));
    }
  });
});

test('workers have died at every labelled step of theirs', () => {
  const mainOnly = Object.values(Step).filter((step) => step >= Step.MAIN_LEASE);
  const wanted = Object.values(Step).filter((step) => !mainOnly.includes(step));
  expect(wanted.filter((step) => !deaths.has(step))).toEqual([]);
});

function forSeeds(count: number, run: (seed: number) => void): void {
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    named(`HYPOGEUM_MODEL_SEED=${seed}`, () => run(seed));
  }
}

function named(name: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

/** Short runs and long ones, now and then a clock that moves on, now and then a death. */
function randomPolicy(seed: number, script: number, deathsMax: number): Policy {
  const random = createRandom(seed);
  const budgetOf = () => 1 + random(random(3) === 0 ? 40 : 4);
  let left = deathsMax;
  return {
    seed,
    script,
    choose: (ready) => ({ actor: ready[random(ready.length)]!, budget: budgetOf() }),
    disturb: (conductor) => {
      noteDeaths(conductor);
      if (random(25) === 0) conductor.hurry(random(3));
      if (left > 0 && random(30) === 0) {
        left--;
        conductor.kill(random(conductor.stage.workers), 1 + random(40));
      }
    },
  };
}

interface Switch {
  readonly at: number;
  readonly to: number;
}

function switchesOf(length: number): Switch[] {
  const found: Switch[] = [];
  for (let at = 1; at < length; at++) {
    for (let to = 0; to < 3; to++) found.push({ at, to });
  }
  return found;
}

/** Actors run until they sleep, in order of index, but for the switches that are asked for. */
function scenario(conductor: Conductor, script: number) {
  const policy = (switches: readonly Switch[]): Policy => {
    let current = 0;
    return {
      seed: 1,
      script,
      choose: (ready, steps) => {
        const due = switches.findLast((one) => one.at <= steps);
        const next = switches.find((one) => one.at > steps);
        if (due?.at === steps) current = due.to;
        if (!ready.includes(current)) current = ready[0]!;
        return { actor: current, budget: next === undefined ? 1_000 : next.at - steps };
      },
    };
  };
  const lengthOf = (): number => {
    conductor.run(policy([]));
    return conductor.stage.counts[Count.STEPS]!;
  };
  return { policy, lengthOf };
}

function killing(policy: Policy, conductor: Conductor, worker: number, inSteps: number): Policy {
  let isArmed = false;
  return {
    ...policy,
    disturb: () => {
      noteDeaths(conductor);
      if (!isArmed) conductor.stage.killIn[worker] = inSteps;
      isArmed = true;
    },
  };
}

function noteDeaths({ stage }: Conductor): void {
  for (let worker = 0; worker < stage.workers; worker++) {
    if (stage.life[worker] === Life.DEAD) deaths.add(stage.lastStep[worker]!);
  }
}
