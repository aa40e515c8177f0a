/** A stock client in a stock lobby: what it is told of the rooms, in order and as it stands. */
import type { IRoomCache } from '@colyseus/core';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { Player } from './player.ts';

const { Client } = await loadSdk();

export type Listing = Pick<IRoomCache, 'name' | 'roomId' | 'clients' | 'locked' | 'metadata'>;

export class LobbyWatcher {
  readonly player: Player<object>;
  /** By room id. */
  readonly rooms = new Map<string, Listing>();
  /** `rooms`, then `+<room name>` and `-<room name>`, one for each message. */
  readonly heard: string[] = [];

  private constructor(player: Player<object>) {
    this.player = player;
    const { room } = player;
    room.onMessage('rooms', (rooms: Listing[]) => {
      this.heard.push('rooms');
      this.rooms.clear();
      for (const listing of rooms) this.rooms.set(listing.roomId, listing);
    });
    room.onMessage('+', ([roomId, listing]: [string, Listing]) => {
      this.heard.push(`+${listing.name}`);
      this.rooms.set(roomId, listing);
    });
    room.onMessage('-', (roomId: string) => {
      this.heard.push(`-${this.rooms.get(roomId)?.name}`);
      this.rooms.delete(roomId);
    });
  }

  /** Resolves once the first list is there. */
  static async join(url: string, options: object = {}): Promise<LobbyWatcher> {
    const room = await new Client(url).joinOrCreate('lobby', options);
    const watcher = new LobbyWatcher(new Player<object>(room as Player<object>['room']));
    await watcher.until(() => watcher.heard.includes('rooms'));
    return watcher;
  }

  until(condition: () => boolean, limitMs?: number): Promise<void> {
    return this.player.until(condition, limitMs);
  }

  clientsOf(roomId: string): number | undefined {
    return this.rooms.get(roomId)?.clients;
  }
}
