/** Two workers exchange records through two small rings whose counters pass 2^32 on the way. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { ByteRing } from '../../src/channel/byte-ring.ts';
import type { PeerStart } from './byte-ring-peer.ts';

const capacityBytes = 4_096;
const cacheLineBytes = 64;
const records = 200_000;

test('every record arrives once, in order and whole', { timeout: 20_000 }, async () => {
  const backOffset = ByteRing.bytes(capacityBytes);
  const memory = new SharedArrayBuffer(2 * backOffset);
  const words = new Uint32Array(memory);
  for (const offset of [0, cacheLineBytes, backOffset, backOffset + cacheLineBytes]) {
    words[offset / 4] = 0xffff_0000;
  }
  const shared = { memory, thereOffset: 0, backOffset, capacityBytes, records };
  await Promise.all([runPeer({ ...shared, role: 'origin' }), runPeer({ ...shared, role: 'echo' })]);
  for (const offset of [0, backOffset]) {
    expect(words[offset / 4]).toBeLessThan(0x8000_0000);
    expect(new ByteRing(memory, offset, capacityBytes).freeBytes).toBe(capacityBytes);
  }
});

async function runPeer(start: PeerStart): Promise<void> {
  const url = new URL('./byte-ring-peer.ts', import.meta.url);
  const worker = new Worker(url, { workerData: start, execArgv: [] });
  try {
    expect(await once(worker, 'message')).toEqual(['done']);
  } finally {
    await worker.terminate();
  }
}
