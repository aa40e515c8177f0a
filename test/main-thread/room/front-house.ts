/**
 * A real Colyseus server with one game, whose worker is a stand-in: what the tests of GameRoom
 * need, with stock SDK clients.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { Client as SdkClient, type Room as SdkRoom } from '@colyseus/sdk';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { defineGame } from '../../../src/game/define-game.ts';
import { defineGameRoom } from '../../../src/main-thread/room/define-game-room.ts';
import { StandIn, type StandInRoom } from './stand-in.ts';

export const State = schema({ round: t.uint16() }, 'State');
const Move = schema({ dx: t.int8() }, 'Move');
const definition = defineGame({
  state: State,
  input: Move,
  tickRate: 20,
  capacity: { clients: 2 },
  messages: { chat: () => {} },
});

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export class FrontHouse {
  readonly standIn: StandIn;
  readonly sdk: SdkClient;
  readonly port: number;
  readonly #server: Server;

  private constructor(standIn: StandIn, server: Server, port: number) {
    this.standIn = standIn;
    this.#server = server;
    this.port = port;
    this.sdk = new SdkClient(`http://127.0.0.1:${port}`);
  }

  static async open(game = definition, answerMs = 1_000): Promise<FrontHouse> {
    const http = createServer();
    const transport = new WebSocketTransport({ server: http });
    const options = { transport, gracefullyShutdown: false, greet: false, logger: quiet };
    const server = new Server(options);
    const standIn = new StandIn(game, answerMs);
    const named = { name: 'game', definition: game };
    server.define('game', defineGameRoom(named, standIn.services));
    await server.listen(0, '127.0.0.1');
    return new FrontHouse(standIn, server, (http.address() as AddressInfo).port);
  }

  async close(): Promise<void> {
    this.standIn.unstick();
    await this.#server.gracefullyShutdown(false);
    await this.standIn.stop();
  }

  /** Joins a room, or makes one; without the SDK's reconnection. */
  async join(options?: object): Promise<SdkRoom<{ round: number }>> {
    const room = await this.sdk.joinOrCreate<{ round: number }>('game', options);
    room.reconnection.enabled = false;
    return room;
  }

  /** The newest room, from its worker's side. */
  newest(): StandInRoom {
    return this.standIn.rooms.at(-1) as StandInRoom;
  }
}

/** How the server closes `room`: code and reason. */
export function closing(room: SdkRoom): Promise<[number, string | undefined]> {
  return new Promise((resolve) => room.onLeave((code, reason) => resolve([code, reason])));
}

/** What the worker has been told, oldest first. */
export function kinds(room: StandInRoom): number[] {
  return room.seen.map(({ kind }) => kind);
}
