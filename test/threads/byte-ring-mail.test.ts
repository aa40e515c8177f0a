/**
 * No mail is lost: two workers post, and main, which reads a room's ring only when it is told to,
 * sees every record. Losing the last mail of a room would leave this test waiting for ever.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { ByteRing } from '../../src/channel/byte-ring.ts';
import { Mail } from '../../src/channel/mail.ts';
import type { PosterStart } from './byte-ring-poster.ts';

const capacityBytes = 1_024;
const recordsPerRoom = 4_000;
/** Both workers have a room in each of the bitmap's words. */
const roomsOfWorkers = [
  [0, 5, 31, 33, 64],
  [1, 6, 32, 63, 65],
];
const roomsMax = 66;

test('main sees all records of all rooms', { timeout: 20_000 }, async () => {
  const ringBytes = ByteRing.bytes(capacityBytes);
  const memory = new SharedArrayBuffer(roomsMax * ringBytes);
  const mailMemory = new SharedArrayBuffer(Mail.bytes(roomsMax));
  const shared = { rings: memory, mail: mailMemory, capacityBytes, recordsPerRoom };
  const ends = roomsOfWorkers.map((rooms) => runPoster({ ...shared, rooms }));
  const mail = new Mail(mailMemory);
  const rings = Array.from(
    { length: roomsMax },
    (_, room) => new ByteRing(memory, room * ringBytes, capacityBytes),
  );
  const seen = new Array<number>(roomsMax).fill(0);
  let left = roomsOfWorkers.flat().length * recordsPerRoom;
  let sleeps = 0;
  while (left > 0) {
    const wait = mail.wait();
    if (wait) {
      sleeps++;
      await wait;
    }
    mail.drain((room) => {
      const ring = rings[room] as ByteRing;
      while (ring.next()) {
        expect([ring.a, ring.b]).toEqual([seen[room], room]);
        seen[room] = ring.a + 1;
        ring.release();
        left--;
      }
    });
  }
  expect(sleeps).toBeGreaterThan(0);
  expect(await Promise.all(ends)).toEqual([[0], [0]]);
});

function runPoster(start: PosterStart): Promise<unknown[]> {
  const url = new URL('./byte-ring-poster.ts', import.meta.url);
  return once(new Worker(url, { workerData: start, execArgv: [] }), 'exit');
}
