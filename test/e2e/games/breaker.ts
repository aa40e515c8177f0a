/** A game that breaks in every way a game can, when it is told to. */
import { schema, t } from '@colyseus/schema';
import { defineGame, type StepContext } from 'hypogeum/game';

const Part = schema({ n: t.uint32() }, 'Part');
const State = schema(
  { tick: t.uint32(), order: t.string().noSync(), parts: t.map(Part) },
  'Breaker',
);
type Context = StepContext<InstanceType<typeof State>>;

const spinBeforeDeathMs = 60;

export default defineGame({
  state: State,
  tickRate: 50,
  patchRate: 50,
  capacity: { clients: 8, parts: 64 },

  onCreate({ state }, options) {
    if (typeof options.fail === 'string') throw new Error(options.fail);
    for (let n = 0; n < 64; n++) state.parts.add(`p${n}`);
  },
  messages: {
    /** The next step does it. */
    order: ({ state }, _client, payload) => {
      state.order = String(payload);
    },
    /** Now, between steps. */
    'die now': () => process.exit(3),
  },
  step(ctx) {
    const { state } = ctx;
    state.tick = ctx.tick;
    let done = 0;
    for (const part of state.parts) {
      part.n++;
      // In the middle of the tick: half of the state is written.
      if (++done === 32) obey(ctx);
    }
    return state.order === 'promise'
      ? (Promise.reject(new Error('too late')) as unknown as undefined)
      : undefined;
  },
});

function obey({ state }: Context): void {
  const { order } = state;
  if (order === 'throw') throw new TypeError('the step broke');
  if (order === 'die') process.exit(5);
  if (order === 'spin and die') {
    spin(spinBeforeDeathMs);
    process.exit(6);
  }
  if (order === 'hang') spin(Number.POSITIVE_INFINITY);
  if (order === 'die between visits') {
    state.order = '';
    // Asynchronous code is forbidden; this is what becomes of it.
    queueMicrotask(() => {
      throw new Error('a loose end');
    });
  }
}

function spin(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}
