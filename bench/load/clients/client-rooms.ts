/** All clients of a process, by room: who joins, who leaves, who sends. Owns them and the pacer. */
import type { OpenRequest } from '../processes/protocol.ts';
import { createRoom, joinRoom, type Seat } from './matchmake.ts';
import { frameOf, RawClient, type Tally } from './raw-client.ts';

/** Joins on their way at a time. */
const joinsAtOnce = 16;
/** One timer for all inputs: finer than any tick. */
const paceMs = 4;
const binaryFrame = 0x82;

export class ClientRooms {
  readonly tally: Tally = { patches: 0, bytes: 0, inputsSent: 0, lost: 0, gapsMs: [] };
  readonly #rooms: RawClient[][] = [];
  #pacer: NodeJS.Timeout | undefined;

  get clients(): readonly RawClient[] {
    return this.#rooms.flat();
  }

  async open({ urls, room, options = {}, rooms, clientsPerRoom }: OpenRequest): Promise<void> {
    const joins: (() => Promise<void>)[] = [];
    await inTurns(joinsAtOnce, rooms, async (index) => {
      const url = urls[index % urls.length]!;
      const clients: RawClient[] = [];
      this.#rooms.push(clients);
      const seat = await createRoom(url, room, options);
      clients.push(await RawClient.join(seat, this.tally));
      for (let count = 1; count < clientsPerRoom; count++) {
        joins.push(() => this.#join(url, seat, clients));
      }
    });
    await inTurns(joinsAtOnce, joins.length, (index) => joins[index]!());
  }

  /** The rooms that were opened last. */
  close(rooms: number): void {
    for (const client of this.#rooms.splice(this.#rooms.length - rooms).flat()) client.leave();
  }

  /** Each client sends `payload` so often a second, spread evenly over time; 0 stops it. */
  send(payload: readonly number[], perSecond: number): void {
    clearInterval(this.#pacer);
    if (perSecond === 0) return;
    const { clients } = this;
    const frame = frameOf(binaryFrame, payload);
    const startMs = performance.now();
    let sent = 0;
    this.#pacer = setInterval(() => {
      const due = ((performance.now() - startMs) / 1_000) * perSecond * clients.length;
      for (; sent < due; sent++) clients[sent % clients.length]!.send(frame);
    }, paceMs);
  }

  async #join(url: string, { roomId }: Seat, clients: RawClient[]): Promise<void> {
    clients.push(await RawClient.join(await joinRoom(url, roomId, {}), this.tally));
  }
}

/** Calls `work` with 0 … `count` - 1, so many at a time. */
async function inTurns(
  atOnce: number,
  count: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const turn = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
}
