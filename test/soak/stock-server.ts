/** A tiny stock Colyseus server for tests of the bots: no engine of ours in it. */
import { type Client, matchMaker, Room, Server } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';

const Player = schema({ x: t.float32().default(0), y: t.float32() }, 'Player');
const State = schema({ ticks: t.uint32(), players: t.map(Player) }, 'Tiny');
const Move = schema({ turn: t.int8(), fire: t.boolean(), aim: t.angle() }, 'Move');

/** 20 Hz in and out. `{ refuse: true }` as an option makes a join fail. */
class InputRoom extends Room {
  override state = new State();
  override maxClients = 64;
  override inputs = this.defineInput(Move, { tickRate: 20 });

  override onCreate(): void {
    this.setSimulationInterval(() => {
      this.state.ticks += 1;
      for (const [sessionId, player] of this.state.players) {
        const move = this.inputs.get(sessionId).next();
        player.x += move?.turn ?? 0;
      }
    }, 50);
  }

  override onJoin(client: Client, options: { refuse?: boolean }): void {
    if (options.refuse) throw new Error('not today');
    this.state.players.set(client.sessionId, new Player());
  }

  override onLeave(client: Client): void {
    this.state.players.delete(client.sessionId);
  }
}

/** No input, and every client is thrown out after 300 ms. */
class KickingRoom extends Room {
  override onJoin(client: Client): void {
    this.clock.setTimeout(() => client.leave(4321, 'out'), 300);
  }
}

export interface StockServer {
  readonly url: string;
  close(): Promise<void>;
}

/** With the rooms above, and with `rooms` by their names. */
export async function startStockServer(
  rooms: Readonly<Record<string, new () => Room>> = {},
): Promise<StockServer> {
  const transport = new WebSocketTransport({});
  // Refused joins are what some tests are about: core would print each.
  const quiet = (): void => {};
  const logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
  const server = new Server({ transport, greet: false, gracefullyShutdown: false, logger });
  server.define('input', InputRoom);
  server.define('kicking', KickingRoom);
  for (const [name, room] of Object.entries(rooms)) server.define(name, room);
  await server.listen(0, '127.0.0.1');
  const address = transport.server?.address();
  if (!address || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      await matchMaker.gracefullyShutdown().catch(() => {});
      transport.shutdown();
    },
  };
}
