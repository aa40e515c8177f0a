/**
 * A tick's scratch from a warm TickArena beside the same from `new`: ns a tick and heap bytes a
 * tick, for a tick that takes a handful of arrays, a list and records. Prints a JSON line per
 * figure.
 */
import { arenaRecord } from '../../src/memory/arena/arena-records.ts';
import { ArenaSequence, TickArena } from '../../src/memory/arena/tick-arena.ts';

const ticks = 100_000;
const rounds = 7;
const length = 256;
const Neighbor = arenaRecord({ x: 'f32', y: 'f32', row: 'i32' });

const arena = new TickArena(1024 * 1024);
const sequence = new ArenaSequence();
const checkedArena = new TickArena(1024 * 1024, { checked: true });
const checkedSequence = new ArenaSequence();

measure('warm arena', () => tickOfArena(arena, sequence));
print('misses of the warm arena', 'views', arena.misses);
measure('checked arena', () => tickOfArena(checkedArena, checkedSequence), ticks / 20);
measure('new arrays', tickOfNew, ticks / 20);
measurePush();

function tickOfArena(scratch: TickArena, room: ArenaSequence): number {
  scratch.begin(room);
  const distances = scratch.f32(length);
  const cells = scratch.i32(length);
  const flags = scratch.u8(length);
  const near = scratch.list('i32', length);
  const neighbors = scratch.records(Neighbor, length);
  near.push(1);
  const sum = distances.length + cells.length + flags.length + near.length + neighbors.length;
  scratch.reset();
  return sum;
}

function tickOfNew(): number {
  const distances = new Float32Array(length);
  const cells = new Int32Array(length);
  const flags = new Uint8Array(length);
  const near = [1];
  const x = new Float32Array(length);
  const y = new Float32Array(length);
  const row = new Int32Array(length);
  return (
    distances.length + cells.length + flags.length + near.length + x.length + y.length + row.length
  );
}

function measure(name: string, tick: () => number, times = ticks): void {
  const nsOfRounds: number[] = [];
  const bytesOfRounds: number[] = [];
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    const memory = process.memoryUsage();
    const startNs = process.hrtime.bigint();
    for (let i = 0; i < times; i++) sum += tick();
    nsOfRounds.push(Number(process.hrtime.bigint() - startNs) / times);
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    bytesOfRounds.push((heapUsed + arrayBuffers - memory.heapUsed - memory.arrayBuffers) / times);
  }
  if (sum === 0) throw new Error('the ticks did nothing');
  print(`${name}: begin, 5 takes, reset`, 'ns', median(nsOfRounds));
  print(
    `${name}: heap and buffers left behind`,
    'bytes a tick',
    Math.max(...bytesOfRounds.slice(1)),
  );
}

function measurePush(): void {
  arena.begin(new ArenaSequence());
  const list = arena.list('i32', 10_000);
  const nsOfRounds: number[] = [];
  for (let round = 0; round < rounds * 10; round++) {
    list.clear();
    const startNs = process.hrtime.bigint();
    for (let i = 0; i < 10_000; i++) list.push(i);
    nsOfRounds.push(Number(process.hrtime.bigint() - startNs) / 10_000);
  }
  arena.reset();
  print('list: push', 'ns', median(nsOfRounds));
}

function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] as number;
}

function print(name: string, unit: string, value: number): void {
  console.log(JSON.stringify({ name: `arena: ${name}`, unit, value: Number(value.toFixed(2)) }));
}
