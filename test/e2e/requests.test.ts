/**
 * Requests and their answers as a stock SDK client sees them: each scene is played once with a
 * game and once with its stock twin, and both must end alike.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { host, likeStock } from './beside-stock.ts';
import { errorsOf, eventually, startServer, type TestServer } from './harness.ts';
import { answers } from './parlour-script.ts';
import { closeStockRooms, openStockRooms } from './stock-parlour.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startServer(['parlour', 'annex'], { checked: true });
  openStockRooms();
});
afterAll(async () => {
  await running.server.close();
  closeStockRooms();
});

const outcome = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    (value) => ['answered', value],
    (error) => ['failed', error.name, error.message, error.code, error.reason],
  );

test.for(answers)('answered by: %s', async (how) => {
  await likeStock(running.url, 'parlour', (guest) => outcome(guest.room.request('ask', how)));
});

test('with a callback, in order, many at once', () =>
  likeStock(running.url, 'parlour', async (guest) => {
    const told: unknown[] = [];
    for (let n = 0; n < 100; n++) {
      guest.room.send('ask', `${n}`, (response: unknown) => told.push(response));
    }
    await eventually(() => told.length === 100);
    return told;
  }));

test('that a format refuses are told the issues; the client stays', () =>
  likeStock(running.url, 'parlour', async (guest) => {
    const told = [
      await outcome(guest.room.request('ask about', { x: 1, name: 'short' })),
      await outcome(guest.room.request('ask about', { x: 'no', name: 'far too long' })),
      await outcome(guest.room.request('ask about')),
      await outcome(guest.room.request('hush', 'x')),
    ];
    await guest.mark();
    return told;
  }));

test('that no handler takes are told so', async () => {
  for (const [name, type] of [
    ['parlour', 'nonsense'],
    ['stock-parlour', 'nonsense'],
    ['parlour', '__proto__'],
  ] as const) {
    const guest = await host(running.url, name);
    expect(await outcome(guest.room.request(type))).toEqual([
      'failed',
      'no_handler',
      `room "${name}" has no onMessage("${type}") handler to answer this request.`,
      undefined,
      undefined,
    ]);
    await guest.leave();
  }
});

test('time out on the client; the late answer disturbs nothing', async () => {
  const guest = await host(running.url, 'parlour');
  const told = await outcome(guest.room.request('ask', 'slow', { timeout: 5 }));
  expect(told).toContain('request "ask" timed out after 5ms.');
  await guest.mark();
  expect(await guest.room.request('ask', 'again')).toBe('again');
  await guest.leave();
});

test('the log holds what the handlers threw, and nothing else', () => {
  const own = errorsOf(running.logs).filter(({ from }) => from !== 'colyseus');
  expect(own.map(({ msg }) => msg)).toEqual([
    'messages.ask threw: too far',
    'messages.ask threw: with a code',
    'messages.ask threw: just text',
    'messages.ask threw: an object',
  ]);
});
