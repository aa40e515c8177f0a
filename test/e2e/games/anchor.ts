/**
 * A pinned game that shows where it runs and what becomes of its local object: whether each call
 * sees the one that createLocal made, on the thread that made it. What happens to it is written to
 * a file that the test names.
 */
import { appendFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const State = schema(
  { tick: t.uint32(), thread: t.uint32(), strays: t.uint32(), calls: t.string() },
  'Anchor',
);

/** Lives on one thread. */
class Anchor {
  readonly threadId = threadId;
  readonly diary: string;
  steps = 0;
  order = '';
  constructor(diary: string) {
    this.diary = diary;
    this.note('made');
  }
  note(what: string): void {
    if (this.diary !== '') appendFileSync(this.diary, `${what} on ${threadId}\n`);
  }
}

export default defineGame({
  state: State,
  placement: 'pinned',
  tickRate: 100,
  capacity: { clients: 4, calls: 256 },
  createLocal({ state }, options) {
    if (options.refuse === 'createLocal') throw new Error('no anchor today');
    state.calls = 'createLocal';
    return new Anchor(String(options.diary ?? ''));
  },
  disposeLocal(anchor) {
    anchor.note(`disposed after ${anchor.steps > 0 ? 'steps' : 'no step'}`);
    if (anchor.order === 'dispose badly') throw new Error('the anchor is stuck');
  },
  onCreate({ state, local }, options) {
    state.calls += ` onCreate(${local.steps})`;
    state.thread = local.threadId;
    if (options.refuse === 'onCreate') throw new Error('no room today');
  },
  onJoin: ({ state, local }) => {
    if (local.threadId !== threadId) state.strays++;
  },
  onDispose: ({ local }) => local.note('onDispose'),
  messages: {
    order({ local }, _client, order) {
      local.order = String(order);
    },
  },
  step({ state, local, tick }) {
    state.tick = tick;
    local.steps++;
    if (local.threadId !== threadId) state.strays++;
    if (local.order === 'throw') throw new Error('the step broke');
    if (local.order === 'die') process.exit(7);
    const spinMs = { spin: 300, block: 2_000 }[local.order];
    if (spinMs === undefined) return;
    local.order = '';
    const end = performance.now() + spinMs;
    while (performance.now() < end);
  },
});
