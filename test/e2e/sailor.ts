/**
 * A stock client of games/harbour.ts that reconnects by itself, or by its token, and whose
 * connection a test can cut on the server's side.
 */
import type { Socket } from 'node:net';
import { matchMaker } from '@colyseus/core';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { create, join, Player } from './player.ts';

const { Client } = await loadSdk();

export interface HarbourState {
  readonly tick: number;
  readonly diary: string;
  readonly boats: ReadonlyMap<
    string,
    { readonly x: number; readonly slot: number; readonly moored: boolean }
  >;
  toJSON(): object;
}

/** `seconds`: for how long its seat is held when it drops; -1: without a limit. */
export function sail(
  url: string,
  seconds: number,
  host?: Player<HarbourState>,
): Promise<Player<HarbourState>> {
  if (host === undefined) return create<HarbourState>(url, 'harbour', { seconds });
  return join<HarbourState>(url, host.room.roomId, { seconds });
}

/** From now on it comes back by itself, `delayMs` after it lost its connection. */
export function comesBack<State extends object>(
  sailor: Player<State>,
  delayMs = 20,
): Promise<void> {
  const { reconnection } = sailor.room;
  reconnection.enabled = true;
  reconnection.minUptime = 0;
  reconnection.minDelay = delayMs;
  reconnection.delay = 10;
  return new Promise((resolve) => sailor.room.onReconnect.once(() => resolve()));
}

export async function returnWith(url: string, token: string): Promise<Player<HarbourState>> {
  const sailor = new Player<HarbourState>(await new Client(url).reconnect(token));
  await sailor.until(() => sailor.fullStates > 0 || sailor.closing !== undefined);
  return sailor;
}

/** The client's own socket is destroyed without a goodbye. */
export function cut(sailor: Player<HarbourState>): void {
  const { ws } = sailor.room.connection.transport as unknown as { ws: { terminate(): void } };
  ws.terminate();
}

/** The server's end of its connection is destroyed, as by a network that went away. */
export function cutOnServer<State extends object>(sailor: Player<State>): void {
  const room = matchMaker.getLocalRoomById(sailor.room.roomId);
  const client = room.clients.getById(sailor.sessionId) as unknown as {
    ref: { _socket: Socket };
  };
  client.ref._socket.destroy();
}

export function boatOf(seen: Player<HarbourState>, whose: Player<HarbourState> = seen) {
  const boat = seen.state.boats.get(whose.sessionId);
  if (boat === undefined) throw new Error('it has no boat');
  return boat;
}
