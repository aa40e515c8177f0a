/**
 * How late the steps of 16 rooms at 20 Hz are beside one room whose step never ends early, on two
 * workers, each room with a stock client: with work stealing (ours), and with rooms that stay on
 * their home worker (stock's column). The figure is p99 over all steps of a room, in the room
 * that has it worst.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Room } from '@colyseus/sdk';
import { pino } from 'pino';
import { createServer } from '../../src/index.ts';
import { loadSdk } from '../../src/soak/bots/load-sdk.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';

const workers = 2;
const lightRooms = 16;
/** 600 steps a room: the first ones, on cold code, are less than the one in a hundred. */
const secondsPerRound = 30;
const rounds = 3;
const quickSeconds = 3;

const games = {
  heavy: new URL('./tail-heavy.ts', import.meta.url),
  light: new URL('./tail-light.ts', import.meta.url),
};

async function worstP99Ms(stealing: boolean, seconds: number): Promise<number> {
  const { Client } = await loadSdk();
  const logger = pino({ level: 'warn' }, pino.destination(2));
  const server = await createServer({
    games,
    port: 0,
    host: '127.0.0.1',
    workers,
    stealing,
    logger,
  });
  try {
    await open(new Client(server.url), 'light', lightRooms);
    await open(new Client(server.url), 'heavy', 1);
    await sleep(seconds * 1000);
    const light = server.stats().rooms.filter((room) => room.game === 'light');
    if (light.length !== lightRooms) throw new Error(`${light.length} light rooms are open`);
    return Math.max(...light.map((room) => room.latenessMs.p99));
  } finally {
    await server.close();
  }
}

async function open(client: InstanceType<Sdk['Client']>, game: string, rooms: number) {
  for (let count = 0; count < rooms; count++) {
    const room: Room = await client.create(game);
    room.reconnection.enabled = false;
    // Decoding is the clients' work, and they are in the server's process here: they only receive.
    room.connection.events.onmessage = () => {};
  }
}

type Sdk = Awaited<ReturnType<typeof loadSdk>>;

export const benchmark: Benchmark = {
  name: 'tail: p99 lateness beside a heavy room, stealing on / off',
  unit: 'ms',
  goal: { oursMax: 2 },
  run: ({ quick }) => {
    const seconds = quick ? quickSeconds : secondsPerRound;
    return interleave({
      rounds: quick ? 1 : rounds,
      warmups: 0,
      ours: () => worstP99Ms(true, seconds),
      stock: () => worstP99Ms(false, seconds),
    });
  },
};
