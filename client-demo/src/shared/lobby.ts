// Watches the server's lobby while somebody chooses a room. Owns the seat there and the list. Where
// the server has no lobby there is no list; where it is away, the lobby is tried again and again.
import './line/wire.ts'; // before the SDK, which takes the global WebSocket as it finds it
import { Client, ErrorCode, type Room } from '@colyseus/sdk';
import { type Listing, RoomList } from './room-list.ts';

export type LobbyPhase = 'closed' | 'opening' | 'open' | 'away' | 'none';

const retryMsMin = 1_000;
const retryMsMax = 8_000;

export class Lobby {
  readonly list = new RoomList();
  phase: LobbyPhase = 'closed';
  readonly #endpoint: string;
  readonly #changed: () => void;
  #room: Room | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #visit = 0; // counts openings: what a former one still hears of is stale
  #retryMs = retryMsMin;

  constructor(endpoint: string, changed: () => void) {
    this.#endpoint = endpoint;
    this.#changed = changed;
  }

  open(): void {
    if (this.phase !== 'closed') return;
    this.#visit += 1;
    void this.#enter(this.#visit);
  }

  /** Leaves it: who plays needs no list. */
  close(): void {
    this.#visit += 1;
    clearTimeout(this.#timer);
    void this.#room?.leave();
    this.#room = undefined;
    this.#become('closed');
  }

  async #enter(visit: number): Promise<void> {
    if (this.phase === 'closed') this.#become('opening');
    try {
      const room = await new Client(this.#endpoint).joinOrCreate('lobby');
      // A lobby holds no seats: after a cut it is entered anew.
      room.reconnection.enabled = false;
      if (visit !== this.#visit) {
        void room.leave();
        return;
      }
      this.#room = room;
      this.#listen(room, visit);
    } catch (error) {
      if (visit === this.#visit) this.#fail(error, visit);
    }
  }

  #listen(room: Room, visit: number): void {
    const hear = <Payload>(type: string, take: (payload: Payload) => void): void => {
      room.onMessage<Payload>(type, (payload) => {
        if (visit !== this.#visit) return;
        take(payload);
        this.#changed();
      });
    };
    hear<Listing[]>('rooms', (rooms) => {
      this.#retryMs = retryMsMin;
      this.phase = 'open';
      this.list.reset(rooms);
    });
    hear<[string, Listing]>('+', ([, listing]) => this.list.put(listing));
    hear<string>('-', (roomId) => this.list.delete(roomId));
    room.onLeave(() => {
      if (visit === this.#visit) this.#retry(visit);
    });
  }

  #fail(error: unknown, visit: number): void {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === ErrorCode.MATCHMAKE_NO_HANDLER) this.#become('none');
    else this.#retry(visit);
  }

  #retry(visit: number): void {
    this.#room = undefined;
    this.list.reset([]);
    this.#become('away');
    this.#timer = setTimeout(() => void this.#enter(visit), this.#retryMs);
    this.#retryMs = Math.min(retryMsMax, this.#retryMs * 2);
  }

  #become(phase: LobbyPhase): void {
    this.phase = phase;
    this.#changed();
  }
}
