/** One game after the other: who sits down, whose turn it is and for how long, how it ends. */
import { dark, light, none, opening, opponentOf } from './reversi.ts';
import type { Context, PlayerEntity } from './state.ts';

/** Takes a free seat, if there is one. When both are taken the game begins. */
export function sit(ctx: Context, player: PlayerEntity): boolean {
  const { state } = ctx;
  if (state.phase !== 'waiting') return false;
  player.disc = seated(state, dark) ? light : dark;
  if (seated(state, opponentOf(player.disc))) begin(ctx);
  list(ctx);
  return true;
}

/** Once both want one, they change colours and begin again. */
export function wantRematch(ctx: Context, player: PlayerEntity): void {
  const other = seated(ctx.state, opponentOf(player.disc));
  player.wantsRematch = true;
  if (!other?.wantsRematch) return;
  for (const one of [player, other]) one.disc = opponentOf(one.disc);
  begin(ctx);
  list(ctx);
}

export function giveTurn(ctx: Context, disc: number): void {
  const { state } = ctx;
  state.turn = disc;
  state.secondsLeft = state.turnSeconds;
  ctx.cancel(state.clock);
  state.clock = ctx.every(1_000, 'second');
}

/** `winner` is none for a draw. */
export function end(ctx: Context, winner: number, by: 'discs' | 'time' | 'leaving'): void {
  const { state } = ctx;
  ctx.cancel(state.clock);
  state.phase = 'over';
  state.turn = none;
  state.$create('result', { winner, by });
  const best = seated(state, winner);
  if (best) best.wins++;
  list(ctx);
}

/** Who leaves its seat while a game is on has lost it. */
export function leaveSeat(ctx: Context, player: PlayerEntity): void {
  const { state } = ctx;
  if (player.disc === none) return;
  if (state.phase === 'playing') end(ctx, opponentOf(player.disc), 'leaving');
  player.disc = none;
  state.phase = 'waiting';
  list(ctx);
}

/** What lobbies and `filterBy` know of the room. */
export function list(ctx: Context): void {
  const { state } = ctx;
  const players = [dark, light].flatMap((disc) => seated(state, disc)?.name ?? []);
  ctx.setMetadata({ phase: state.phase, players });
}

function begin(ctx: Context): void {
  const { state } = ctx;
  state.phase = 'playing';
  state.result = undefined;
  for (const [cell, disc] of opening.entries()) state.board.set(cell, disc);
  for (const player of state.players) player.wantsRematch = false;
  giveTurn(ctx, dark);
}

function seated(state: Context['state'], disc: number): PlayerEntity | undefined {
  if (disc === none) return undefined;
  for (const player of state.players) if (player.disc === disc) return player;
  return undefined;
}
