/** games/harbour.ts as an ordinary Colyseus room, to compare with. */
import { type Client, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';

const Boat = schema(
  { x: t.int32().default(0), slot: t.uint8().default(0), moored: t.boolean().default(false) },
  'Boat',
);
const State = schema(
  { tick: t.uint32().default(0), diary: t.string().default(''), boats: t.map(Boat) },
  'Harbour',
);

export class StockHarbour extends Room {
  override state = new State();
  override maxClients = 44;
  override patchRate = 25;
  readonly #seconds = new Map<string, number>();
  readonly #slots = new Map<string, number>();

  override onCreate(): void {
    this.onMessage('teleport', (client, x) => {
      const boat = this.state.boats.get(client.sessionId);
      if (boat) boat.x = x;
    });
    this.onMessage('kick', (_client, { slot, code }) => {
      const target = this.clients.find((client) => this.#slots.get(client.sessionId) === slot);
      target?.leave(code, 'kicked');
    });
    this.onMessage('close', (_client, code) => this.disconnect(code));
  }

  override onJoin(client: Client, options: { seconds?: number; refuse?: boolean }): void {
    this.#slots.set(client.sessionId, this.#slots.size);
    this.#seconds.set(client.sessionId, options.seconds ?? 0);
    this.state.boats.set(client.sessionId, new Boat());
    this.#note(client, 'in');
    if (options.refuse === true) throw Object.assign(new Error('no room'), { code: 4_100 });
  }

  override onDrop(client: Client, code?: number): void {
    const seconds = this.#seconds.get(client.sessionId) ?? 0;
    const boat = this.state.boats.get(client.sessionId);
    if (boat) boat.moored = true;
    if (seconds !== 0) {
      this.allowReconnection(client, seconds < 0 ? 'manual' : seconds).catch(() => {});
    }
    this.#note(client, `drop(${code})`);
  }

  override onReconnect(client: Client): void {
    const boat = this.state.boats.get(client.sessionId);
    if (boat) boat.moored = false;
    this.#note(client, 'back');
    if (boat?.x === 666) throw Object.assign(new Error('not you again'), { code: 4_666 });
    client.send('ahoy', { x: boat?.x });
  }

  override onLeave(client: Client, code?: number): void {
    this.state.boats.delete(client.sessionId);
    this.#note(client, `out(${code})`);
  }

  #note(client: Client, what: string): void {
    this.state.diary += `${this.#slots.get(client.sessionId)}:${what} `;
  }
}
