/** What a parlor's room is made of: the table, who is there, what they say. */
import { schema, t } from '@colyseus/schema';
import type { EntityOf, StepContext } from 'hypogeum/game';

const Player = schema(
  {
    name: t.string(),
    /** What it plays; none: it watches. */
    disc: t.uint8(),
    wins: t.uint16(),
    /** Not while its connection is gone. */
    isHere: t.boolean().default(true),
    wantsRematch: t.boolean(),
  },
  'Player',
);
const Line = schema({ from: t.string(), text: t.string() }, 'Line');
/** `winner` is none for a draw; `by` is 'discs', 'time' or 'leaving'. */
const Result = schema({ winner: t.uint8(), by: t.string() }, 'Result');
export const State = schema(
  {
    /** 'waiting' for a second player, 'playing', or 'over' until both want a rematch. */
    phase: t.string().default('waiting'),
    board: t.array('uint8'),
    /** Whose disc is next; none while nobody plays. */
    turn: t.uint8(),
    secondsLeft: t.uint16(),
    /** Of the last game, until the next begins. */
    result: t.ref(Result).optional(),
    players: t.map(Player),
    chat: t.array(Line),
    turnSeconds: t.uint16().default(60),
    /** The timer of this turn. */
    clock: t.float64().noSync(),
  },
  'Parlor',
);

export type Context = StepContext<InstanceType<typeof State>, unknown, unknown, 'second'>;
export type PlayerEntity = EntityOf<InstanceType<typeof Player>>;
