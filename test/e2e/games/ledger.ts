/**
 * A game that checks itself: whoever changes the state seals it with a checksum over all that is
 * synced, so that a client can tell at every frame whether it has what the room had. Entries come,
 * change and go in every step. `{ spinMs }`: steps now and then take that long, so that rooms are
 * stolen.
 */
import { schema, t } from '@colyseus/schema';
import { defineGame, type StepContext } from 'hypogeum/game';
import { random } from '../../../rooms/kit/random.ts';
import { addEntry, startOf } from './ledger-sum.ts';

const Entry = schema(
  {
    x: t.float32(),
    n: t.int32(),
    label: t.string(),
    on: t.boolean(),
    slot: t.uint16().noSync(),
    owned: t.boolean().noSync(),
  },
  'Entry',
);
const State = schema(
  {
    tick: t.uint32(),
    sum: t.uint32(),
    entries: t.map(Entry),
    seed: t.uint32().default(99).noSync(),
    born: t.uint32().noSync(),
    spinMs: t.uint16().noSync(),
    frozen: t.boolean().noSync(),
  },
  'Ledger',
);
const Move = schema({ dx: t.int8() }, 'Move');
type Context = StepContext<InstanceType<typeof State>, InstanceType<typeof Move>>;

const strangersMax = 40;

export default defineGame({
  state: State,
  input: Move,
  tickRate: 20,
  patchRate: 20,
  capacity: { clients: 16, entries: 64, 'entries.label': 24 },

  onCreate({ state }, options) {
    state.spinMs = Number(options.spinMs ?? 0);
    seal(state);
  },
  onJoin({ state }, client) {
    const entry = state.entries.add(client.sessionId);
    entry.slot = client.slot;
    entry.owned = true;
    seal(state);
  },
  onLeave({ state }, client) {
    state.entries.delete(client.sessionId);
    seal(state);
  },
  onDispose(ctx) {
    ctx.log('info', 'ledger closed', { entries: ctx.state.entries.size });
  },
  messages: {
    freeze: (ctx, client) => {
      ctx.state.frozen = true;
      ctx.send(client, 'frozen');
    },
    dump: (ctx, client) => ctx.send(client, 'dump', dumpOf(ctx.state)),
  },

  step(ctx) {
    const { state } = ctx;
    if (state.frozen) return;
    state.tick = ctx.tick;
    for (const entry of state.entries) {
      if (entry.owned) follow(ctx, entry);
      else if (random(state, 4) === 0) entry.n -= random(state, 1_000);
    }
    shuffle(state);
    seal(state);
    if (state.spinMs > 0 && random(state, 3) === 0) spin(state.spinMs);
  },
});

type Ledger = Context['state'];
type LedgerEntry = NonNullable<ReturnType<Ledger['entries']['get']>>;

function follow(ctx: Context, entry: LedgerEntry): void {
  for (let move = ctx.inputs.next(entry.slot); move; move = ctx.inputs.next(entry.slot)) {
    entry.x += move.dx / 8;
    entry.n++;
    entry.on = move.dx > 0;
  }
}

/** Strangers come, are renamed, and go; sometimes all of them at once. */
function shuffle(state: Ledger): void {
  if (random(state, 40) === 0) {
    for (const entry of state.entries) if (!entry.owned) state.entries.delete(entry);
  }
  for (let coming = random(state, 3); coming > 0; coming--) {
    if (state.entries.size >= strangersMax) break;
    const entry = state.entries.add(`s${state.born++}`);
    entry.x = random(state, 4_096) / 8;
    entry.label = `größe ${state.born}`;
  }
  for (const entry of state.entries) {
    if (entry.owned) continue;
    const fate = random(state, 24);
    if (fate === 0) state.entries.delete(entry);
    if (fate === 1) entry.label = `n${entry.n}`;
  }
}

function seal(state: Ledger): void {
  let sum = startOf(state.tick);
  for (const entry of state.entries) sum = addEntry(sum, state.entries.keyOf(entry), entry);
  state.sum = sum;
}

function dumpOf(state: Ledger): object {
  const entries: Record<string, object> = {};
  for (const entry of state.entries) {
    const { x, n, label, on } = entry;
    entries[state.entries.keyOf(entry)] = { x, n, label, on };
  }
  return { tick: state.tick, sum: state.sum, entries };
}

function spin(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}
