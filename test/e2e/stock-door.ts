/** games/door.ts as an ordinary Colyseus room, to compare with. */
import { type AuthContext, type Client, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { admit } from './games/door-policy.ts';

const State = schema({ log: t.string() }, 'Door');

export class StockDoor extends Room {
  override state = new State();
  override maxClients = 3;
  override seatReservationTimeout = 1;

  static override onAuth(token: string, options: unknown, context: AuthContext): Promise<unknown> {
    return admit(token, options as Record<string, unknown>, context as never);
  }

  override onCreate(options: Record<string, unknown>): void {
    this.state.log = '';
    if (options.lock === true) this.lock();
    if (options.secret === true) this.setPrivate();
    if (options.stay === true) this.autoDispose = false;
    if (options.mode === undefined) this.setMetadata({ created: true } as never);
    this.onMessage('auth', (client) => client.send('auth again', client.auth));
    this.onMessage('lock', () => this.lock());
    this.onMessage('unlock', () => this.unlock());
    this.onMessage('private', (_client, isOn) => this.setPrivate(isOn));
    this.onMessage('unlisted', (_client, unlisted) => this.setMatchmaking({ unlisted }));
    this.onMessage('metadata', (_client, metadata) => this.setMetadata(metadata));
    this.onMessage('matchmaking', (_client, updates) => this.setMatchmaking(updates));
    this.onMessage('stay', (_client, isOn) => {
      this.autoDispose = !isOn;
    });
    this.onMessage('close', (_client, code) => this.disconnect(code));
    this.onMessage('echo', (client, payload) => client.send('echo', payload));
  }

  override onJoin(client: Client, options: Record<string, unknown>): void {
    this.state.log += 'in ';
    if (options.refuse === true) throw Object.assign(new Error('full of you'), { code: 4_123 });
    client.send('auth', client.auth);
  }

  override onLeave(_client: Client, code?: number): void {
    this.state.log += `out(${code}) `;
  }
}
