// The parlor's page: connects the table's model to the board, the side and the chat. `?server=`
// names another endpoint, `?autoplay=NAME` joins at once.
import { Connection } from '../shared/connection.ts';
import { holdSeat } from '../shared/held-seat.ts';
import { HudPanel } from '../shared/hud/hud-panel.ts';
import { LinePanel } from '../shared/line/line-panel.ts';
import { Overlay } from '../shared/overlay.ts';
import { element } from '../shared/page.ts';
import { StartScreen } from '../shared/start-screen.ts';
import { Toolbar } from '../shared/toolbar.ts';
import { BoardView } from './board-view.ts';
import { ChatView } from './chat-view.ts';
import { exposeDemo } from './demo-handle.ts';
import type { Moved, ParlorState } from './parlor-state.ts';
import { SideView } from './side-view.ts';
import { TableModel } from './table-model.ts';
import { answerWords, refusalWords } from './words.ts';

const table = new TableModel();
const connection = new Connection<ParlorState>('parlor', {
  status({ phase }) {
    page.hidden = phase !== 'connected' && phase !== 'reconnecting';
  },
  joined: () => side.say(''),
  patch(state) {
    table.patch(state, connection.room?.sessionId ?? '');
    show();
  },
});
const page = element('parlor', HTMLElement);
const board = new BoardView(element('board', HTMLElement), (cell) => void put(cell));
const side = new SideView(element('seats', HTMLElement), element('state', HTMLElement), {
  sit: () => void ask('sit'),
  rematch: () => void ask('rematch'),
});
const chat = new ChatView(element('chat', HTMLElement), (line) => {
  connection.room?.send('say', line);
});
const start = new StartScreen({
  connection,
  title: 'Parlor',
  greeting: 'Reversi for two. Whoever comes third watches, and may talk.',
  keys: ['← ↑ ↓ →: go from cell to cell', 'enter: put a disc down', 'H: numbers', 'L: line'],
  touch: 'Press a marked cell to put a disc there.',
  // Quick play is for who wants to play: a table with a free seat, not one to watch.
  options: ({ kind }) => (kind === 'quick' ? { phase: 'waiting' } : {}),
});
const toolbar = new Toolbar(connection, () => start.name);
new LinePanel(toolbar);
new HudPanel(connection, toolbar);
new Overlay(connection);
holdSeat(connection, { name: start.name });
exposeDemo(connection, table);

function show(): void {
  board.show(table);
  side.show(table);
  chat.show(table.chat);
}

/** Asks for a move, and tells what the server makes of it. */
async function put(cell: number): Promise<void> {
  const { room } = connection;
  if (room === undefined) return;
  const mover = table.disc;
  try {
    const moved = await room.request<number, Moved>('move', cell);
    table.moved(cell, moved);
    side.say(answerWords(cell, moved, mover));
    show();
  } catch (error) {
    board.refuse(cell);
    side.say(refusalWords(cell, reason(error)), true);
  }
}

async function ask(what: 'sit' | 'rematch'): Promise<void> {
  try {
    await connection.room?.request(what);
    side.say('');
  } catch (error) {
    side.say(refusalWords(-1, reason(error)), true);
  }
}

/** The server's own words, where it was the server that refused. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  return 'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;
}
