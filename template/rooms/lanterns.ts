/** A dark floor. Players carry lanterns over it and gather sparks. */
import { defineGame } from 'hypogeum/game';
import { moveLanterns, scatterSparks, sparksAtOnce } from './lanterns/play.ts';
import { floor } from './lanterns/rules.ts';
import { Move, State } from './lanterns/state.ts';

/** Neighbouring slots get colours far apart. */
const hueStep = 97;
const awaySeconds = 5;

export default defineGame({
  state: State,
  input: { type: Move, sanitize: { dx: [-1, 1], dy: [-1, 1] } },
  tickRate: 30,
  patchRate: 15,
  capacity: { clients: 16, lanterns: 16, sparks: sparksAtOnce },

  onCreate: scatterSparks,

  onJoin({ state, random }, client) {
    state.lanterns.add(client.sessionId, {
      x: random.float(0, floor.width),
      y: random.float(0, floor.height),
      hue: (client.slot * hueStep) & 255,
      slot: client.slot,
    });
  },

  /** A socket that was cut: the seat waits for the client, which comes back by itself. */
  onDrop(ctx, client) {
    ctx.allowReconnection(client, awaySeconds);
  },

  onLeave({ state }, client) {
    state.lanterns.delete(client.sessionId);
  },

  step(ctx) {
    moveLanterns(ctx);
    scatterSparks(ctx);
  },
});
