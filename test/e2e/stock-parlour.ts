/**
 * The parlour as an ordinary Colyseus room, in the same process and behind the same port: what
 * its clients see is what ours must see. No engine of ours in it.
 */
import { type Client, type MessageContext, matchMaker, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { askedFor, fancyTypes, typesTaken } from './parlour-script.ts';

const State = schema({ turns: t.uint32() }, 'Parlour');

const Move = z.object({
  x: z.number(),
  name: z.string().max(8).default('anon'),
  list: z.array(z.number()).optional(),
});

class StockParlour extends Room {
  override state = new State().assign({ turns: 0 });
  override patchRate = 50;
  override maxClients = 8;
  override maxMessagesPerSecond = 200;

  override messages = {
    ...Object.fromEntries(
      typesTaken.map((type) => [
        type,
        (client: Client, payload: unknown) =>
          client.send('took', [type, payload === undefined, payload]),
      ]),
    ),
    types(client: Client) {
      for (const type of fancyTypes) client.send(type, 'text');
      for (const type of fancyTypes) client.sendBytes(type, Uint8Array.of(1, 2));
    },
    kinds: (client: Client) => {
      client.send('binary', Uint8Array.of(1));
      this.broadcast('binary', Uint8Array.of(2));
      this.broadcastBytes('binary', Uint8Array.of(3), {});
      this.broadcast('plain');
      this.broadcast('null', null);
      client.send('plain');
    },
    move: {
      format: Move,
      handler: (client: Client, payload: unknown) => client.send('moved', payload),
    },
    hush: { format: z.string().refine(async () => true), handler() {} },
    ask: (_client: Client, payload: unknown, reply: MessageContext) =>
      askedFor(String(payload), reply),
    'ask about': {
      format: Move,
      handler: (_client: Client, { name }: { name: string }) => name,
    },
    turn: (client: Client, payload: { except?: string; afterNextPatch?: boolean }) => {
      this.state.turns++;
      const { except, afterNextPatch } = payload;
      const excepted = except === 'me' ? client : except === 'all' ? [...this.clients] : undefined;
      this.broadcast('turned', this.state.turns, {
        ...(excepted === undefined ? {} : { except: excepted }),
        ...(afterNextPatch === undefined ? {} : { afterNextPatch }),
      });
    },
    tell: (client: Client, payload: unknown) => {
      if (payload === 'turn') this.state.turns++;
      client.send('later', 1, { afterNextPatch: true });
      client.sendBytes('later', Uint8Array.of(2), { afterNextPatch: true });
      client.send('sooner');
    },
    mark: (client: Client, payload: unknown) => client.send('mark', payload),
  };

  override onCreate(): void {
    this.onMessageBytes('echo', (client, bytes: Uint8Array) => client.sendBytes('echo', bytes));
    this.onMessageBytes(7, (client, bytes: Uint8Array) => client.send('bytes', [...bytes]));
    const isShort = z.instanceof(Uint8Array).refine((bytes) => bytes.length < 3);
    this.onMessageBytes('short', isShort, (client, bytes) => client.send('bytes', [...bytes]));
  }

  override onJoin(client: Client): void {
    client.send('welcome', 1);
    this.broadcast('entered', client.sessionId.length);
    client.sendBytes('welcome', Uint8Array.of(3));
  }
}

/** Its room that minds what its handlers throw, as Colyseus recommends. */
class StockMinder extends Room {
  override messages = {
    stumble() {
      throw new Error('stumbled');
    },
    mark: (client: Client, payload: unknown) => client.send('mark', payload),
  };

  override onUncaughtException(): void {}
}

/** Takes what nobody else takes. */
class StockAnnex extends Room {
  override messages = {
    known: (client: Client) => client.send('known'),
    '*': (client: Client, type: unknown, payload: unknown) =>
      client.send('rest', [type, payload instanceof Uint8Array ? [...payload] : payload]),
  };
}

const rooms = {
  'stock-parlour': StockParlour,
  'stock-minder': StockMinder,
  'stock-annex': StockAnnex,
};

/** Beside the games of a server that is running. */
export function openStockRooms(): void {
  for (const [name, room] of Object.entries(rooms)) matchMaker.defineRoomType(name, room);
}

export function closeStockRooms(): void {
  for (const name of Object.keys(rooms)) matchMaker.removeRoomType(name);
}
