/**
 * A worker of byte-ring.test.ts. The origin writes records of pseudo-random sizes, the echo checks
 * each and writes it back through a second ring, and the origin checks it again.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { ByteRing } from '../../src/channel/byte-ring.ts';

export interface PeerStart {
  readonly role: 'origin' | 'echo';
  readonly memory: SharedArrayBuffer;
  readonly thereOffset: number;
  readonly backOffset: number;
  readonly capacityBytes: number;
  readonly records: number;
}

const { role, memory, thereOffset, backOffset, capacityBytes, records } = workerData as PeerStart;
const there = new ByteRing(memory, thereOffset, capacityBytes);
const back = new ByteRing(memory, backOffset, capacityBytes);
const napWord = new Int32Array(new SharedArrayBuffer(4));
const napMs = 0.05;

if (role === 'origin') runOrigin();
else runEcho();
parentPort?.postMessage('done');

function runOrigin(): void {
  let sent = 0;
  let checked = 0;
  while (checked < records) {
    const didSend = sent < records && send(there, sent);
    if (didSend) sent++;
    const didCheck = back.next();
    if (didCheck) check(back, checked++);
    if (!didSend && !didCheck) Atomics.wait(napWord, 0, 0, napMs);
  }
}

function runEcho(): void {
  for (let index = 0; index < records; index++) {
    while (!there.next()) Atomics.wait(napWord, 0, 0, napMs);
    check(there, index);
    while (!send(back, index)) Atomics.wait(napWord, 0, 0, napMs);
  }
}

function send(ring: ByteRing, index: number): boolean {
  const bodyBytes = bodyBytesOf(index);
  const offset = ring.reserve(bodyBytes);
  if (offset < 0) return false;
  let sum = 0;
  for (let i = 0; i < bodyBytes; i++) {
    const byte = (Math.imul(index, 31) + Math.imul(i, 17)) & 255;
    ring.bytes[offset + i] = byte;
    sum += byte;
  }
  ring.commit(1 + (index % 1000), index & 0xffff, index, sum, bodyBytes);
  return true;
}

/** Compares the found record with what `send` wrote as number `index`, and releases it. */
function check(ring: ByteRing, index: number): void {
  let sum = 0;
  for (let i = 0; i < ring.bodyBytes; i++) sum += ring.bytes[ring.bodyOffset + i] ?? 0;
  const isRight =
    ring.a === index &&
    ring.kind === 1 + (index % 1000) &&
    ring.slot === (index & 0xffff) &&
    ring.bodyBytes === bodyBytesOf(index) &&
    ring.b === sum;
  if (!isRight) throw new Error(`${role}: record ${index} came as ${ring.a}, sum ${ring.b}/${sum}`);
  ring.release();
}

function bodyBytesOf(index: number): number {
  return (Math.imul(index, 0x9e37_79b1) >>> 24) % 90;
}
