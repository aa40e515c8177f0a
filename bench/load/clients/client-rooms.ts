/** All clients of a process, by room: who joins, who leaves, who sends. Owns them and the pacer. */
import type { OpenRequest } from '../processes/protocol.ts';
import { createRoom, joinRoom } from './matchmake.ts';
import { frameOf, RawClient, type Tally } from './raw-client.ts';

/** Joins on their way at a time. */
const joinsAtOnce = 16;
/** One timer for all inputs: finer than any tick. */
const paceMs = 4;
const binaryFrame = 0x82;

/** A room, and who is in it so far. */
interface Place {
  readonly url: string;
  readonly roomId: string;
  readonly clients: RawClient[];
}

export class ClientRooms {
  readonly tally: Tally = { patches: 0, bytes: 0, inputsSent: 0, lost: 0, gapsMs: [] };
  readonly #rooms: RawClient[][] = [];
  #pacer: NodeJS.Timeout | undefined;

  get clients(): readonly RawClient[] {
    return this.#rooms.flat();
  }

  /** How many rooms got all their clients; the others are left again. */
  async open(request: OpenRequest): Promise<number> {
    const { rooms, clientsPerRoom } = request;
    const before = this.#rooms.length;
    const places: Place[] = [];
    await inTurns(joinsAtOnce, rooms, async (index) => {
      const place = await this.#create(request, index);
      if (place !== undefined) places.push(place);
    });
    await inTurns(joinsAtOnce, places.length * (clientsPerRoom - 1), (index) =>
      this.#join(places[index % places.length]!),
    );
    for (const { clients } of places) {
      if (clients.length === clientsPerRoom) this.#rooms.push(clients);
      else for (const client of clients) client.leave();
    }
    return this.#rooms.length - before;
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

  async #create({ urls, room, options = {} }: OpenRequest, index: number) {
    const url = urls[index % urls.length]!;
    try {
      const seat = await createRoom(url, room, options);
      const clients = [await RawClient.join(seat, this.tally)];
      return { url, roomId: seat.roomId, clients } satisfies Place;
    } catch (error) {
      return complain(error);
    }
  }

  async #join({ url, roomId, clients }: Place): Promise<void> {
    try {
      clients.push(await RawClient.join(await joinRoom(url, roomId, {}), this.tally));
    } catch (error) {
      complain(error);
    }
  }
}

/** A server with more to do than it can may refuse; whoever opens rooms counts them. */
function complain(error: unknown): undefined {
  process.stderr.write(`a client did not get in: ${error}\n`);
  return undefined;
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
