/** An ordinary Colyseus server with ordinary rooms. A process of its own, and its only thread. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matchMaker, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { CrowdRoom } from '../../stock/crowd-room.ts';
import { FanoutRoom, TimedFanoutRoom } from '../../stock/fanout-room.ts';
import { InputRoom } from '../../stock/input-room.ts';
import { HeavyRoom, SwarmRoom } from '../../stock/swarm-room.ts';
import { serveBenchmark } from './serve-benchmark.ts';
import { StepLog } from './step-log.ts';

const log = StepLog.find();
const http = createServer();
const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false });
server.define('swarm', SwarmRoom);
server.define('heavy', HeavyRoom);
server.define('fanout', FanoutRoom);
server.define('fanout-timed', TimedFanoutRoom);
server.define('input', InputRoom);
server.define('crowd', CrowdRoom);
await server.listen(0, '127.0.0.1');

const { port } = http.address() as AddressInfo;
serveBenchmark(
  {
    url: `http://127.0.0.1:${port}`,
    createRoom: (name, options) => matchMaker.createRoom(name, options),
  },
  log,
);
