/**
 * A stock room that sends sums as a Hypogeum server does, and lies: what a bot has decoded is never
 * what the sum is of. Asked for its state it tells another than its clients have, or nothing, where
 * its creator asked for that: `{ mute: true }`.
 */
import { type Client, Room } from '@colyseus/core';
import { Encoder, schema, t } from '@colyseus/schema';

const Ship = schema({ x: t.float32() }, 'Ship');
const State = schema({ ticks: t.uint32(), ships: t.map(Ship) }, 'Lying');

const wrongSum = 12_345;
const everyMs = 100;

function stateWith(x: number) {
  const state = new State().assign({ ticks: 0 });
  state.ships.set('flagship', new Ship().assign({ x }));
  return state;
}

export class LyingRoom extends Room {
  override state = stateWith(3);

  override onCreate({ mute }: { mute?: boolean }): void {
    this.clock.setInterval(() => {
      this.state.ticks += 1;
      const sum = [this.state.ticks, wrongSum];
      this.broadcast('hypogeum:checksum', sum, { afterNextPatch: true });
    }, everyMs);
    this.onMessage('hypogeum:state', (client: Client) => {
      if (mute) return;
      const told = stateWith(4);
      told.ticks = this.state.ticks;
      const state = Buffer.from(new Encoder(told).encodeAll());
      const reply = { tick: this.state.ticks, state };
      client.send('hypogeum:state', reply, { afterNextPatch: true });
    });
  }
}
