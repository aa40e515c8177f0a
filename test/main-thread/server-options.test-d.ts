/** What `createServer` takes as ordinary rooms, routes and addresses. Types only. */
import { defineRoom, LobbyRoom, QueueRoom, RelayRoom, Room } from '@colyseus/core';
import type { Application } from 'express';
import { expectTypeOf, test } from 'vitest';
import type { HypogeumServer, ServerOptions } from '../../src/index.ts';

class Chat extends Room<{ metadata: { title: string } }> {}

type Rooms = NonNullable<ServerOptions['rooms']>;

test('ordinary rooms are classes that extend Room, or defineRoom of one', () => {
  expectTypeOf({ chat: Chat, lobby: LobbyRoom, relay: RelayRoom }).toExtend<Rooms>();
  const queue = defineRoom(QueueRoom, { matchRoomName: 'arena', maxPlayers: 2 });
  expectTypeOf({ queue, chat: defineRoom(Chat).enableRealtimeListing() }).toExtend<Rooms>();
  expectTypeOf({ chat: Map }).not.toExtend<Rooms>();
  expectTypeOf({ chat: 42 }).not.toExtend<Rooms>();
  expectTypeOf({ chat: new URL('file:///chat.ts') }).not.toExtend<Rooms>();
});

test('routes are mounted on an express application', () => {
  type Hook = NonNullable<ServerOptions['express']>;
  expectTypeOf<Hook>().parameter(0).toEqualTypeOf<Application>();
  expectTypeOf<Hook>().returns.toEqualTypeOf<void | Promise<void>>();
});

test('addresses are texts', () => {
  expectTypeOf<ServerOptions['redisUrl']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<ServerOptions['publicAddress']>().toEqualTypeOf<string | undefined>();
});

test('a server tells what it serves', () => {
  expectTypeOf<HypogeumServer['games']>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<HypogeumServer['rooms']>().toEqualTypeOf<readonly string[]>();
});
