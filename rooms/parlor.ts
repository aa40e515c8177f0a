/**
 * Reversi for two, with a room around the table: who comes third watches, talks, and may take a
 * seat that falls free. Nothing moves by itself but the clock, so there is no step: what players
 * ask for is done and answered as it arrives, and a slow tick sends what became of it.
 */
import { defineGame, type RoomClient } from 'hypogeum/game';
import { index, readText, text } from './kit/format.ts';
import { end, giveTurn, leaveSeat, list, sit, wantRematch } from './parlor/game.ts';
import {
  cells,
  flipsOf,
  leaderOf,
  none,
  opening,
  opponentOf,
  turnAfter,
} from './parlor/reversi.ts';
import { type Context, type PlayerEntity, State } from './parlor/state.ts';

const seats = 32;
const nameCharsMax = 16;
const lineCharsMax = 200;
const turnSecondsMax = 3_600;
/** For which a client's place is kept when its connection is gone. Its clock goes on. */
const awaySeconds = 60;

export default defineGame({
  state: State,
  tickRate: 4,
  capacity: { clients: seats, players: seats, board: cells, chat: 50, 'chat.text': 600, timers: 1 },
  maxMessagesPerSecond: 100,
  /**
   * `joinOrCreate('parlor', { phase: 'waiting' })` is for who wants to play. A room where two play
   * is not locked: others may come and watch.
   */
  filterBy: ['phase'],

  timers: {
    second(ctx) {
      if (--ctx.state.secondsLeft === 0) end(ctx, opponentOf(ctx.state.turn), 'time');
    },
  },

  /** `{ turnSeconds }`, 60 if it is left out; `{ private: true }` for a room found by id only. */
  onCreate(ctx, { turnSeconds, private: isPrivate }) {
    const { state } = ctx;
    if (isPrivate === true) ctx.setPrivate();
    const isTime = Number.isInteger(turnSeconds) && Number(turnSeconds) > 0;
    if (isTime) state.turnSeconds = Math.min(Number(turnSeconds), turnSecondsMax);
    state.board.push(...opening);
    list(ctx);
  },

  /** `{ name }`, and `{ watch: true }` for who does not want to play. */
  onJoin(ctx, client, { name, watch }) {
    const player = ctx.state.players.add(client.sessionId);
    player.name = readText(name, nameCharsMax) || `guest ${client.slot + 1}`;
    if (watch !== true) sit(ctx, player);
  },

  onDrop(ctx, client) {
    playerOf(ctx, client).isHere = false;
    ctx.allowReconnection(client, awaySeconds);
  },

  onReconnect(ctx, client) {
    playerOf(ctx, client).isHere = true;
  },

  onLeave(ctx, client) {
    leaveSeat(ctx, playerOf(ctx, client));
    ctx.state.players.delete(client.sessionId);
  },

  messages: {
    /** Answered with the discs that it turned over and whose turn it is now. */
    move: {
      format: index(cells),
      handler(ctx, client, cell, reply) {
        const { board, phase, turn } = ctx.state;
        if (phase !== 'playing') return reply.reject('there is no game on');
        if (playerOf(ctx, client).disc !== turn) return reply.reject('it is not your turn');
        const flips = flipsOf(board, cell, turn);
        if (flips.length === 0) return reply.reject('that turns nothing over');
        for (const turned of [cell, ...flips]) board.set(turned, turn);
        const next = turnAfter(board, turn);
        if (next === none) end(ctx, leaderOf(board), 'discs');
        else giveTurn(ctx, next);
        return { flips, turn: next };
      },
    },

    sit(ctx, client, _payload, reply) {
      const player = playerOf(ctx, client);
      if (player.disc !== none) return reply.reject('you have a seat');
      return sit(ctx, player) ? player.disc : reply.reject('both seats are taken');
    },

    rematch(ctx, client, _payload, reply) {
      const player = playerOf(ctx, client);
      if (player.disc === none) return reply.reject('you are watching');
      if (ctx.state.phase !== 'over') return reply.reject('there is no game to play again');
      wantRematch(ctx, player);
      return ctx.state.phase;
    },

    say: {
      format: text(lineCharsMax),
      handler(ctx, client, line) {
        const { chat } = ctx.state;
        if (line === '') return;
        if (chat.length === chat.capacity) chat.shift();
        chat.push({ from: playerOf(ctx, client).name, text: line });
      },
    },
  },
});

/** Each client has one, from onJoin to onLeave. */
function playerOf({ state }: Context, client: RoomClient): PlayerEntity {
  return state.players.get(client.sessionId) as PlayerEntity;
}
