/** A pinned room's line to its worker: it opens on the chosen home, and its end is always told. */
import { schema, t } from '@colyseus/schema';
import { afterEach, expect, test } from 'vitest';
import type { WorkerIndex } from '../../../src/base/integers.ts';
import { defineGame } from '../../../src/game/define-game.ts';
import { RoomLink } from '../../../src/main-thread/room/room-link.ts';
import { RoomFlag } from '../../../src/memory/room-header.ts';
import { ParkResult } from '../../../src/scheduler/dispatcher.ts';
import type { Scheduler } from '../../../src/scheduler/scheduler.ts';
import { StandIn } from './stand-in.ts';

const State = schema({ round: t.uint16() }, 'Linked');
const ignore = () => {};
/** No worker says anything here. */
const deaf = {
  seats: {
    joined: ignore,
    rejected: ignore,
    left: ignore,
    dropped: ignore,
    held: ignore,
    returned: ignore,
    denied: ignore,
  },
  created: ignore,
  refused: ignore,
  listed: ignore,
  kicked: ignore,
  logged: ignore,
  failed: ignore,
  disposed: ignore,
  tooSlow: ignore,
  broken: ignore,
};
const home = 0 as WorkerIndex;

let standIn: StandIn | undefined;
afterEach(() => standIn?.stop());

function openLink(placement: 'any' | 'pinned') {
  const definition = defineGame({ state: State, capacity: { clients: 1 }, placement });
  standIn = new StandIn(definition, 1_000);
  const link = new RoomLink({ name: 'game', definition }, 'room', standIn.services, deaf);
  return { link, scheduler: standIn.services.scheduler as Scheduler };
}

test.for([
  ['pinned', 0, ParkResult.TURN],
  ['pinned', RoomFlag.DISPOSED, ParkResult.WORK],
  ['pinned', RoomFlag.FAILED, ParkResult.WORK],
  ['any', 0, ParkResult.WORK],
] as const)(
  'placement %s, flags %i: its end makes %i of the worker',
  ([placement, flags, told]) => {
    const { link, scheduler } = openLink(placement);
    expect(scheduler.isPinned(link.index)).toBe(placement === 'pinned');
    if (flags !== 0) link.header.raise(flags);
    link.close();
    // What no visit has ended is the worker's to end, as soon as it reads that the room is over.
    expect(standIn?.closed).toEqual([[link.index, link.epoch]]);
    expect(scheduler.control(home)).toBe(told);
  },
);
