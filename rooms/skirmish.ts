/**
 * Ships that fight each other and drones that hunt them, in a world without edges. Made for the
 * browser demo: one input per step, so that a client can predict its own ship.
 */
import { defineGame } from 'hypogeum/game';
import { readText } from './kit/format.ts';
import { hunt, launchDrones } from './skirmish/drones.ts';
import { drone } from './skirmish/numbers.ts';
import { flyShips, flyShots } from './skirmish/ships.ts';
import { type Context, launchShip, Move, State } from './skirmish/state.ts';

/** Neighbouring slots get colours far apart. */
const hueStep = 97;
const nameLengthMax = 16;
const chatLengthMax = 200;
const awaySeconds = 5;
/** As many as a list of rooms has place for. */
const namesListedMax = 8;

export default defineGame({
  state: State,
  input: { type: Move, sanitize: { thrust: [0, 1], turn: [-1, 1] } },
  rewind: { maxMs: 300, maps: ['ships', 'drones'] },
  tickRate: 30,
  patchRate: 15,
  capacity: { clients: 64, ships: 64, shots: 512, drones: drone.countMax },

  /** `{ drones: 0 }` makes a room without them, to practise in; `private` one found by id only. */
  onCreate(ctx, { drones = drone.count, private: isPrivate }) {
    if (isPrivate === true) ctx.setPrivate();
    const isCount = Number.isInteger(drones) && Number(drones) >= 0;
    ctx.state.hunters = isCount ? Math.min(Number(drones), drone.countMax) : drone.count;
    launchDrones(ctx);
  },

  /** `{ name }`. */
  onJoin(ctx, client, { name }) {
    const own = ctx.state.ships.add(client.sessionId);
    own.slot = client.slot;
    own.hue = (client.slot * hueStep) & 255;
    own.name = readText(name, nameLengthMax) || own.name;
    launchShip(ctx, own);
    list(ctx);
  },

  /** A socket that was cut: the ship drifts, and waits for its pilot. */
  onDrop(ctx, client) {
    ctx.allowReconnection(client, awaySeconds);
  },

  onLeave(ctx, client) {
    ctx.state.ships.delete(client.sessionId);
    list(ctx);
  },

  messages: {
    name(ctx, client, payload) {
      const own = ctx.state.ships.get(client.sessionId);
      const name = textOf(payload, 'name', nameLengthMax);
      if (!own || !name || own.name === name) return;
      own.name = name;
      list(ctx);
    },
    chat(ctx, client, payload) {
      const text = textOf(payload, 'text', chatLengthMax);
      const from = ctx.state.ships.get(client.sessionId)?.name ?? '';
      if (text) ctx.broadcast('chat', { from, text });
    },
  },

  step(ctx) {
    flyShips(ctx);
    flyShots(ctx);
    hunt(ctx);
    launchDrones(ctx);
  },
});

/** Who plays, for lobbies: `{ players }`, names in the order of their coming. */
function list(ctx: Context): void {
  const players: string[] = [];
  for (const { name } of ctx.state.ships) {
    if (players.length < namesListedMax) players.push(name);
  }
  ctx.setMetadata({ players });
}

/** A text field of what a client sent, whatever it sent, cut to a length. */
function textOf(payload: unknown, field: string, lengthMax: number): string {
  const value = (payload as Record<string, unknown> | null | undefined)?.[field];
  return readText(value, lengthMax) ?? '';
}
