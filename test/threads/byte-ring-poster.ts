/**
 * A worker of byte-ring-mail.test.ts: writes numbered records to its rooms' rings and posts each
 * room, in bursts with pauses between them, so that main falls asleep again and again.
 */
import { workerData } from 'node:worker_threads';
import { ByteRing } from '../../src/channel/byte-ring.ts';
import { Mail } from '../../src/channel/mail.ts';

export interface PosterStart {
  readonly rings: SharedArrayBuffer;
  readonly mail: SharedArrayBuffer;
  readonly capacityBytes: number;
  readonly rooms: readonly number[];
  readonly recordsPerRoom: number;
}

const start = workerData as PosterStart;
const mail = new Mail(start.mail);
const ringBytes = ByteRing.bytes(start.capacityBytes);
const rings = start.rooms.map(
  (room) => new ByteRing(start.rings, room * ringBytes, start.capacityBytes),
);
const napWord = new Int32Array(new SharedArrayBuffer(4));
const emptyBody = new Uint8Array(0);
const burstMax = 37;

for (let index = 0; index < start.recordsPerRoom; index++) {
  for (const [i, room] of start.rooms.entries()) {
    while (rings[i]?.write(1, 0, index, room, emptyBody) === false) {
      Atomics.wait(napWord, 0, 0, 0.05);
    }
    mail.post(room);
  }
  if (index % burstMax === 0) Atomics.wait(napWord, 0, 0, 0.05);
}
