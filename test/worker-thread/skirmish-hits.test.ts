/** Skirmish judges a shot by where its pilot saw the target, within what the room remembers. */
import { expect, test } from 'vitest';
import type { Context } from '../../rooms/skirmish/state.ts';
import skirmish from '../../rooms/skirmish.ts';
import { ToRoom } from '../../src/channel/records.ts';
import { roomClockMs } from '../../src/worker-thread/room-clock.ts';
import { Stage } from './stage.ts';

const patches = 12;
/** Units that the target jumps per step: more than any hit reaches. */
const stride = 40;
const stepMs = 1000 / 30;
const shooter = 0;
const victim = 1;

/** A target that crosses the world, and a shot where it was `agoMs` before the last patch. */
function shoot(agoMs: number, isStamped: boolean): boolean {
  const stage = new Stage(skirmish);
  stage.open(0, { drones: 0 });
  for (const slot of [shooter, victim]) {
    stage.tell(ToRoom.JOIN, slot, { sessionId: `s${slot}`, options: {} });
    stage.tell(ToRoom.READY, slot);
  }
  stage.visit();
  const { state } = stage.view.context as unknown as Context;
  const [own, target] = ['s0', 's1'].map((key) => state.ships.get(key));
  if (own === undefined || target === undefined) throw new Error('no ships');
  Object.assign(own, { x: 1_000, y: 100, shield: 0 });
  Object.assign(target, { x: 100, y: 800, shield: 0 });
  const steps = patches * 2 - 1;
  for (let step = 0; step < steps; step++) {
    stage.visitLate(0);
    target.x += stride;
  }
  // The last step was told; the target has moved on since.
  const { header, past, inputs } = stage.memory;
  const newestMs = past?.time(0) ?? 0;
  const seenX = target.x - stride - (agoMs / stepMs) * stride;
  expect(newestMs).toBe(roomClockMs(header, stepMs));
  if (isStamped) inputs?.push(shooter, 0, newestMs - agoMs, 0);
  const shot = state.shots.add('shot', { x: seenX, y: 800, life: 5, owner: 's0', slot: shooter });
  shot.x -= 640 / 30;
  stage.visitLate(0);
  return !target.alive;
}

test.for([
  ['where it was 200 ms ago, by a pilot who saw it then', 200, true, true],
  ['the same by one who sees the present', 200, false, false],
  ['where it is, by one who sees the present', 0, false, true],
  ['where it was 600 ms ago: more than the room remembers', 600, true, false],
] as const)('%s', ([, agoMs, isStamped, isHit]) => {
  expect(shoot(agoMs, isStamped)).toBe(isHit);
});
