// The swarm's page: connects columns, stage and numbers, and runs the frame loop. `?server=` names
// another endpoint, `?autoplay=NAME` joins at once, `?drones=N` chooses a size.
import { Connection } from '../shared/connection.ts';
import { holdSeat } from '../shared/held-seat.ts';
import { HudPanel } from '../shared/hud/hud-panel.ts';
import { LinePanel } from '../shared/line/line-panel.ts';
import { Overlay } from '../shared/overlay.ts';
import { element } from '../shared/page.ts';
import { PatchClock } from '../shared/patch-clock.ts';
import { StartScreen } from '../shared/start-screen.ts';
import { Toolbar } from '../shared/toolbar.ts';
import { exposeDemo } from './demo-handle.ts';
import { DroneColumns } from './drone-columns.ts';
import { FiguresPanel } from './figures-panel.ts';
import { listenForGestures } from './gestures.ts';
import { IdleFlock } from './idle-flock.ts';
import { Meter } from './meter.ts';
import { SizeControl } from './size-control.ts';
import { Stage } from './stage.ts';
import type { SwarmState } from './swarm-state.ts';
import type { Figures } from './verdict.ts';
import { View } from './view.ts';

const world = { width: 4_096, height: 4_096 };
const dronesMax = 20_000;
const patchMs = 50;

const clock = new PatchClock(patchMs);
const columns = new DroneColumns(dronesMax, world);
const view = new View(world);
const meter = new Meter();
const canvas = element('swarm', HTMLCanvasElement);
listenForGestures(canvas, view);
const stage = await Stage.create(canvas, columns, world);
const size = new SizeControl(Number(new URLSearchParams(location.search).get('drones')));
const panel = new FiguresPanel(element('figures', HTMLElement), go);
const connection = new Connection<SwarmState>('swarm', {
  status({ phase }) {
    const isShown = phase === 'connected' || phase === 'reconnecting';
    panel.show(isShown);
    if (phase === 'connecting') columns.clear();
  },
  joined: (room) => meter.watch(room),
  patch,
});
const start = new StartScreen({
  connection,
  title: 'Swarm',
  greeting: 'Each light is an entity in a room’s state. Colour tells which way it flies.',
  keys: ['drag: move', 'wheel: zoom', '0: all of it', 'F: figures', 'H: numbers', 'L: line'],
  touch: 'Drag to move, pinch to zoom.',
  options: () => ({ drones: size.size }),
});
element('play', HTMLButtonElement).before(size.root);
const toolbar = new Toolbar(connection, () => start.name);
toolbar.add('Figures', () => panel.toggle(), 'KeyF');
new LinePanel(toolbar);
new HudPanel(connection, toolbar);
new Overlay(connection);
holdSeat(connection, { name: start.name, drones: size.size });
exposeDemo(connection, { columns, view, figures });
const idle = new IdleFlock(world);
setInterval(() => {
  const { phase } = connection.status;
  if (phase === 'idle' || phase === 'lost') patch({ drones: idle.fly() });
}, patchMs);
requestAnimationFrame(frame);

function patch({ drones }: SwarmState): void {
  const nowMs = performance.now();
  if (drones === undefined) return;
  columns.patch(drones, clock.share(nowMs), nowMs / 1_000);
  clock.patched(nowMs);
  stage.upload();
  meter.columnsMs.add(performance.now() - nowMs);
}

function frame(nowMs: number): void {
  requestAnimationFrame(frame);
  const startMs = performance.now();
  stage.draw(view, clock.share(nowMs), nowMs / 1_000);
  meter.drew(performance.now() - startMs);
  if (meter.settle(startMs)) panel.refresh(figures());
}

/** Leaves this swarm for one of another size. */
function go(drones: number): void {
  connection.leave();
  void connection.join({ kind: 'quick' }, { name: start.name, drones });
}

function figures(): Figures {
  const { patchesPerSecond, bytesPerSecond, framesPerSecond } = meter;
  return {
    drones: columns.count,
    ...{ patchesPerSecond, bytesPerSecond, framesPerSecond, patchMs },
    patchBytes: meter.patchBytes.quantile(0.5),
    decodeMs: meter.decodeMs.quantile(0.5),
    columnsMs: meter.columnsMs.quantile(0.5),
    frameMs: meter.frameMs.quantile(0.5),
  };
}
