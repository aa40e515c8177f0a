/**
 * The load benchmarks' servers and clients, small: both sides step their rooms, send patches to
 * bare clients and take their inputs. Real processes; what they measure is not looked at.
 */
import { expect, test } from 'vitest';
import { moveFrame } from '../../bench/load/clients/move-frame.ts';
import { missingWork } from '../../bench/load/processes/demand-work.ts';
import { type Side, Stand } from '../../bench/load/processes/stand.ts';

const sides: readonly Side[] = ['ours', 'stock'];
const windowMs = 600;

test.for(sides)('%s: rooms step, and clients get their patches', async (side) => {
  await Stand.with({ side }, async (stand) => {
    await stand.open({ room: 'swarm', options: { drones: 20 }, rooms: 2, clientsPerRoom: 2 });
    const before = await stand.window(windowMs);
    expect(before.clients).toMatchObject({ clients: 4, lost: 0 });
    expect(before.steps.rooms).toBe(2);
    expect(before.clients.patches).toBeGreaterThan(0);
    expect(before.clients.bytes).toBeGreaterThan(before.clients.patches * 20);
    expect(before.cpuMs).toBeGreaterThan(0);
    await stand.close(1);
    await stand.window(windowMs);
    const after = await stand.window(windowMs);
    expect(missingWork(after, { rooms: 2, clientsPerRoom: 2 })).toBe('1 of 2 rooms stepped');
  });
});

test.for(sides)('%s: inputs are consumed by steps', async (side) => {
  await Stand.with({ side }, async (stand) => {
    await stand.open({ room: 'crowd', rooms: 1, clientsPerRoom: 3 });
    const silent = await stand.window(windowMs);
    expect(silent).toMatchObject({ inputs: 0, clients: { inputsSent: 0 } });
    await stand.send(moveFrame(), 20);
    const busy = await stand.window(windowMs);
    expect(busy.inputs).toBeGreaterThan(0);
    expect(busy.inputs).toBeLessThanOrEqual(busy.clients.inputsSent);
    expect(busy.clients.patches).toBeGreaterThan(0);
  });
});

test('several servers share the rooms', async () => {
  await Stand.with({ side: 'stock', servers: 2 }, async (stand) => {
    await stand.open({ room: 'swarm', options: { drones: 20 }, rooms: 3, clientsPerRoom: 1 });
    await stand.create('swarm', 1, { drones: 20 });
    expect((await stand.window(windowMs)).steps.rooms).toBe(5);
    expect(await stand.rssBytes()).toBeGreaterThan(0);
  });
});
