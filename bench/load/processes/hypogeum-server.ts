/** A Hypogeum server with the benchmarks' games. A process of its own; this is its main thread. */
import { matchMaker } from '@colyseus/core';
import { pino } from 'pino';
import { createServer } from '../../../src/index.ts';
import { configOf, serveBenchmark } from './serve-benchmark.ts';
import { StepLog } from './step-log.ts';

const games = ['swarm', 'heavy', 'endless', 'fanout', 'fanout-timed', 'input', 'crowd', 'dash'];

const log = StepLog.find();
const server = await createServer({
  ...configOf(),
  games: Object.fromEntries(
    games.map((name) => [name, new URL(`../../games/${name}.ts`, import.meta.url)]),
  ),
  port: 0,
  host: '127.0.0.1',
  logger: pino({ level: 'warn' }, pino.destination(2)),
});

serveBenchmark(
  {
    url: server.url,
    workerGc: () => {
      const workers = server.stats().workers.map(({ gc }) => gc);
      return {
        count: workers.reduce((sum, { count }) => sum + count, 0),
        ms: workers.reduce((sum, { ms }) => sum + ms, 0),
      };
    },
    createRoom: (name, options) => matchMaker.createRoom(name, options),
  },
  log,
);
