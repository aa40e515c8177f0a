// The pinball page: connects keys, scene, canvas and scores, and runs the frame loop. `?server=`
// names another endpoint, `?autoplay=NAME` joins at once.
import { Connection } from '../shared/connection.ts';
import { holdSeat } from '../shared/held-seat.ts';
import { HudPanel } from '../shared/hud/hud-panel.ts';
import { LinePanel } from '../shared/line/line-panel.ts';
import { Overlay } from '../shared/overlay.ts';
import { element } from '../shared/page.ts';
import { StartScreen } from '../shared/start-screen.ts';
import { Toolbar } from '../shared/toolbar.ts';
import { exposeDemo } from './demo-handle.ts';
import { HeldKeys } from './held-keys.ts';
import { listenForKeys } from './keys.ts';
import type { Keys, PinballState } from './pinball-state.ts';
import { Scores } from './scores.ts';
import { TableScene } from './table-scene.ts';
import { TableView } from './table-view.ts';

const scene = new TableScene();
const canvas = element('table', HTMLCanvasElement);
const view = new TableView(canvas);
const scores = new Scores(element('scores', HTMLOListElement));
const held = new HeldKeys(send);
const connection = new Connection<PinballState>('pinball', {
  status({ phase }) {
    const isPlaying = phase === 'connected' || phase === 'reconnecting';
    document.body.dataset.playing = String(isPlaying);
    if (phase === 'connected') send(held); // the room forgot what was held when it lost us
    if (!isPlaying) scene.clear();
  },
  joined: () => scene.clear(),
  patch(state) {
    scene.patch(state, performance.now());
    scores.show(state, connection.room?.sessionId ?? '');
  },
});
const start = new StartScreen({
  connection,
  title: 'Pinball',
  greeting: 'One table, a ball for each of you, and everybody’s keys move both flippers.',
  keys: ['← or A: left flipper', '→ or D: right flipper', 'H: numbers', 'L: line'],
  touch: 'Hold the left or the right half of the screen for that flipper.',
});
const toolbar = new Toolbar(connection, () => start.name);
new LinePanel(toolbar);
new HudPanel(connection, toolbar);
new Overlay(connection);
listenForKeys(element('page', HTMLElement), held);
holdSeat(connection, { name: start.name });
exposeDemo(connection, scene);
requestAnimationFrame(frame);

function send(keys: Keys): void {
  document.body.dataset.left = String(keys.left);
  document.body.dataset.right = String(keys.right);
  if (connection.status.phase !== 'connected') return;
  const input = connection.room?.input<Keys>();
  if (input === undefined) return;
  input.data.left = keys.left;
  input.data.right = keys.right;
  input.send();
}

function frame(nowMs: number): void {
  requestAnimationFrame(frame);
  scene.advance(nowMs);
  view.draw(scene, connection.room?.sessionId ?? '', nowMs);
  scene.trace(nowMs);
}
