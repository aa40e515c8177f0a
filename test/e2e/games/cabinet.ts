/**
 * A game with every kind of structure, changed at random in every step, which says in a message
 * what its state is before the patch that brings it. Rooms spin now and then, so that both workers
 * come to run each of them. Clients whose connection is lost may come back.
 */
import { schema, t } from '@colyseus/schema';
import { defineGame, type StepContext } from 'hypogeum/game';
import { random } from '../../../rooms/kit/random.ts';

const Item = schema({ name: t.string(), level: t.uint8().default(1) }, 'Item');
const Thing = schema({ x: t.float32(), y: t.float32() }, 'Thing');
const Owner = Thing.extend(
  {
    items: t.map(Item),
    cards: t.array(Item),
    tags: t.set('string'),
    scores: t.map('int32'),
    path: t.array('uint16'),
    home: t.ref(Thing),
    guest: t.ref(Item).optional(),
    rank: t.uint8().optional(),
    old: t.uint8().deprecated(false),
    last: t.boolean(),
  },
  'Owner',
);
const State = schema(
  {
    tick: t.uint32(),
    owners: t.map(Owner),
    log: t.array('string'),
    doors: t.set(Item),
    sun: t.ref(Thing),
    seed: t.uint32().default(7).noSync(),
  },
  'Cabinet',
);
type Context = StepContext<InstanceType<typeof State>>;
type Cabinet = Context['state'];
type Owned = NonNullable<ReturnType<Cabinet['owners']['get']>>;

export default defineGame({
  state: State,
  tickRate: 30,
  patchRate: 30,
  capacity: {
    clients: 8,
    owners: 5,
    'owners.items': 4,
    'owners.cards': 6,
    'owners.path': 7,
    log: 5,
  },
  onCreate({ state }, { seed }) {
    state.seed = Number(seed ?? 7);
  },
  onDrop(ctx, client) {
    ctx.allowReconnection(client, 20);
  },
  step(ctx) {
    const { state } = ctx;
    state.tick = ctx.tick + 1;
    for (let change = 0; change < 12; change++) changeRoot(state);
    for (const owner of state.owners) {
      for (let change = random(state, 5); change > 0; change--) changeOwner(state, owner);
    }
    ctx.broadcast('truth', { tick: state.tick, json: truthOf(state) });
    if (random(state, 8) === 0) spin(6);
  },
});

function changeRoot(state: Cabinet): void {
  const key = `o${random(state, 7)}`;
  const { owners, log, doors, sun } = state;
  const [door] = doors;
  switch (random(state, 9)) {
    case 0:
      if (owners.size < 5 && !owners.has(key)) owners.add(key, { x: random(state, 90) });
      return;
    case 1:
      if (random(state, 4) === 0) owners.delete(key);
      return;
    case 2:
      if (log.length < 5) log.push(`line ${random(state, 100)}`);
      return;
    case 3:
      log.splice(random(state, 4), random(state, 3));
      return;
    case 4:
      if (log.length < 4) log.unshift('first');
      return;
    case 5:
      if (doors.size < 9) doors.add({ name: key });
      return;
    case 6:
      if (door !== undefined) doors.delete(door);
      return;
    case 7:
      if (door !== undefined) door.level++;
      return;
    default:
      sun.x = random(state, 50);
  }
}

function changeOwner(state: Cabinet, owner: Owned): void {
  const key = `k${random(state, 6)}`;
  const { items, cards, tags, scores, path } = owner;
  switch (random(state, 16)) {
    case 0:
      if (items.size < 4 && !items.has(key)) items.add(key, { level: random(state, 9) });
      return;
    case 1:
      items.delete(key);
      return;
    case 2:
      for (const item of items) item.level++;
      return;
    case 3:
      if (cards.length < 6) cards.push({ name: key });
      return;
    case 4:
      cards.splice(random(state, 5), 1, { name: 'spliced' });
      return;
    case 5:
      if (cards.length > 1) cards.swap(0, cards.length - 1);
      return;
    case 6:
      cards.shift();
      return;
    case 7:
      if (!tags.delete(key)) tags.add(key);
      return;
    case 8:
      scores.set(key, random(state, 1_000) - 500);
      return;
    case 9:
      scores.delete(key);
      return;
    case 10:
      if (path.length < 7) path.push(random(state, 99));
      else path.clear();
      return;
    case 11:
      if (path.length > 0) path.set(random(state, path.length), random(state, 99));
      return;
    case 12:
      owner.guest = undefined;
      owner.rank = undefined;
      return;
    case 13:
      owner.$create('guest', { name: key });
      owner.rank = random(state, 200);
      return;
    case 14:
      owner.$create('home', { x: random(state, 9) });
      return;
    default:
      owner.home.y++;
      owner.last = !owner.last;
  }
}

/** As a client's `toJSON` has it. */
function truthOf({ tick, owners, log, doors, sun }: Cabinet): object {
  return {
    tick,
    owners: Object.fromEntries(
      Array.from(owners, (owner) => [owners.keyOf(owner), ownerOf(owner)]),
    ),
    log: [...log],
    doors: Array.from(doors, itemOf),
    sun: { x: sun.x, y: sun.y },
  };
}

function ownerOf(owner: Owned): object {
  const { x, y, items, cards, tags, scores, path, home, guest, rank, last } = owner;
  return {
    ...{ x, y, last },
    items: Object.fromEntries(Array.from(items, (item) => [items.keyOf(item), itemOf(item)])),
    cards: Array.from(cards, itemOf),
    tags: [...tags],
    scores: Object.fromEntries(scores),
    path: [...path],
    home: { x: home.x, y: home.y },
    ...(guest && { guest: itemOf(guest) }),
    ...(rank !== undefined && { rank }),
  };
}

function itemOf({ name, level }: { name: string; level: number }): object {
  return { name, level };
}

function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
