/**
 * A game and its stock twin, played side by side: an SDK client that remembers what it saw, and
 * scenes that must end alike in both. Runs in the test's process, where both servers' rooms are.
 */
import type { Room as SdkRoom } from '@colyseus/sdk';
import { expect } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { eventually } from './harness.ts';

const { Client } = await loadSdk();
const codeMask = 0x1f;

export type Heard = [type: string | number, payload: unknown];

/** What one client saw, in order. */
export class Guest {
  readonly room: SdkRoom;
  readonly heard: Heard[] = [];
  /** Protocol codes of all frames. */
  readonly codes: number[] = [];
  closing: [code: number, reason: string] | undefined;

  constructor(room: SdkRoom) {
    this.room = room;
    room.reconnection.enabled = false;
    const { events } = room.connection;
    const deliver = events.onmessage;
    events.onmessage = (event: { data: ArrayBuffer }) => {
      this.codes.push(new Uint8Array(event.data)[0] & codeMask);
      deliver?.(event);
    };
    room.onMessage('*', (type, payload) =>
      this.heard.push([type, payload instanceof Uint8Array ? ['bytes', ...payload] : payload]),
    );
    room.onLeave((code, reason = '') => {
      this.closing = [code, reason];
    });
  }

  /** Everything sent so far has been handled, and what it brought about has arrived. */
  async mark(): Promise<void> {
    const mark = `mark ${this.heard.length}`;
    this.room.send('mark', mark);
    await eventually(
      () => this.closing !== undefined || this.heard.some(([, payload]) => payload === mark),
    );
  }

  /** `count` more of `type`, or closed. */
  async hears(type: string | number, count = 1): Promise<void> {
    const times = () => this.heard.filter(([heard]) => heard === type).length;
    await eventually(() => this.closing !== undefined || times() >= count);
  }

  async leave(): Promise<void> {
    if (this.closing === undefined) await this.room.leave();
  }
}

export async function host(url: string, name: string): Promise<Guest> {
  return new Guest(await new Client(url).create(name));
}

export async function joining(url: string, guest: Guest): Promise<Guest> {
  return new Guest(await new Client(url).joinById(guest.room.roomId));
}

export type Scene = (guest: Guest) => Promise<unknown>;

export interface Seen {
  /** What the scene returned. */
  readonly told: unknown;
  readonly heard: readonly Heard[];
  readonly closing: readonly [code: number, reason: string] | undefined;
}

/** The same scene in a game and in its twin: what is returned and seen must be equal. */
export async function likeStock(url: string, game: string, scene: Scene): Promise<Seen> {
  const seen: Seen[] = [];
  for (const name of [game, `stock-${game}`]) {
    const guest = await host(url, name);
    const told = await scene(guest);
    await guest.leave();
    seen.push({ told, heard: guest.heard, closing: guest.closing });
  }
  expect(seen[0]).toEqual(seen[1]);
  return seen[0] as Seen;
}
