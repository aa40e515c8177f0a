/** The lease's transition function: every event in every state, and the epoch. */
import { expect, test } from 'vitest';
import {
  againFlag,
  changeLease,
  closeFlag,
  epochOf,
  holderOf,
  LeaseEvent,
  LeaseState,
  leaseAfter,
  noHolder,
  ownerOf,
  postedFlag,
  stateOf,
} from '../../src/scheduler/lease.ts';

const worker = 5;
const free = 0;
const idle = leaseAfter(free, LeaseEvent.OPEN, -1) & ~postedFlag;
const queued = leaseAfter(idle, LeaseEvent.QUEUE, -1);
const running = leaseAfter(queued, LeaseEvent.RUN, worker);
const closed = leaseAfter(idle, LeaseEvent.CLOSE, -1) & ~postedFlag;
const byState = { FREE: free, IDLE: idle, QUEUED: queued, RUNNING: running, CLOSED: closed };

test('each event leads from and to the states of the diagram and is refused elsewhere', () => {
  const by = { RUN: worker, RELEASE: holderOf(running), REVOKE: worker };
  const diagram: Record<string, string[]> = {};
  for (const [event, code] of Object.entries(LeaseEvent)) {
    diagram[event] = [];
    for (const [from, lease] of Object.entries(byState)) {
      const after = leaseAfter(lease, code, by[event as keyof typeof by] ?? -1);
      if (after === lease) continue;
      diagram[event].push(`${from}>${nameOf(after)}${flagsOf(after)}`);
    }
  }
  expect(diagram).toEqual({
    OPEN: ['FREE>IDLE+posted'],
    EXPEDITE: ['IDLE>IDLE+again+posted', 'RUNNING>RUNNING+again'],
    CLOSE: ['IDLE>CLOSED+posted', 'QUEUED>CLOSED+posted', 'RUNNING>RUNNING+close'],
    FREE: ['CLOSED>FREE'],
    PLACE: [],
    QUEUE: ['IDLE>QUEUED'],
    RUN: ['QUEUED>RUNNING'],
    RELEASE: ['RUNNING>IDLE'],
    REVOKE: ['RUNNING>CLOSED'],
    REBUILD: ['QUEUED>IDLE'],
  });
});

test('a release closes when that was asked, and keeps `again` when it was not', () => {
  const holder = holderOf(running);
  const asked = leaseAfter(running, LeaseEvent.CLOSE, -1);
  expect(stateOf(leaseAfter(asked, LeaseEvent.RELEASE, holder))).toBe(LeaseState.CLOSED);
  const again = leaseAfter(running, LeaseEvent.EXPEDITE, -1);
  const after = leaseAfter(again, LeaseEvent.RELEASE, holder);
  expect(stateOf(after)).toBe(LeaseState.IDLE);
  expect(after & againFlag).toBe(againFlag);
  expect(leaseAfter(after, LeaseEvent.EXPEDITE, -1)).toBe(after);
});

test('only the holder releases: not another worker, nor the same index in another epoch', () => {
  const holder = holderOf(running);
  const other = leaseAfter(queued, LeaseEvent.RUN, worker + 1);
  expect(leaseAfter(other, LeaseEvent.RELEASE, holder)).toBe(other);
  const reopened = leaseAfter(leaseAfter(closed, LeaseEvent.FREE, -1), LeaseEvent.OPEN, -1);
  const queuedAgain = leaseAfter(reopened & ~postedFlag, LeaseEvent.QUEUE, -1);
  const later = leaseAfter(queuedAgain, LeaseEvent.RUN, worker);
  expect(leaseAfter(later, LeaseEvent.RELEASE, holder)).toBe(later);
  for (const lease of Object.values(byState)) {
    expect(leaseAfter(lease, LeaseEvent.RELEASE, noHolder)).toBe(lease);
  }
});

test('only the dead worker is revoked', () => {
  expect(leaseAfter(running, LeaseEvent.REVOKE, worker + 1)).toBe(running);
  expect(ownerOf(running)).toBe(worker);
});

test('a posted room is not queued, whatever the heap says of it', () => {
  const posted = leaseAfter(idle, LeaseEvent.EXPEDITE, -1);
  expect(leaseAfter(posted, LeaseEvent.QUEUE, -1)).toBe(posted);
  const placed = leaseAfter(posted, LeaseEvent.PLACE, -1);
  expect(stateOf(leaseAfter(placed, LeaseEvent.QUEUE, -1))).toBe(LeaseState.QUEUED);
});

test('the epoch rises at each opening and wraps at 2^16; `posted` outlives it', () => {
  const leases = new Int32Array(new SharedArrayBuffer(4));
  for (let opening = 1; opening <= 65_537; opening++) {
    changeLease(leases, 0, LeaseEvent.OPEN, -1);
    expect(epochOf(leases[0]!)).toBe(opening & 0xffff);
    changeLease(leases, 0, LeaseEvent.CLOSE, -1);
    changeLease(leases, 0, LeaseEvent.FREE, -1);
  }
  expect(leases[0]! & postedFlag).toBe(postedFlag);
});

function nameOf(lease: number): string {
  const state = stateOf(lease);
  return Object.entries(LeaseState).find(([, code]) => code === state)![0];
}

function flagsOf(lease: number): string {
  const flags = { again: againFlag, close: closeFlag, posted: postedFlag };
  return Object.entries(flags)
    .filter(([, flag]) => (lease & flag) !== 0)
    .map(([name]) => `+${name}`)
    .join('');
}
