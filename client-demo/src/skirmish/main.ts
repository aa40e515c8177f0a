// The demo page: connects the pieces and runs the frame loop. `?server=` names another endpoint,
// `?autoplay=NAME` joins at once, `?drones=N` is for rooms that it creates.

import { Connection } from '../shared/connection.ts';
import { HudPanel } from '../shared/hud/hud-panel.ts';
import { LinePanel } from '../shared/line/line-panel.ts';
import { Overlay } from '../shared/overlay.ts';
import { element } from '../shared/page.ts';
import { dust, hueColor } from '../shared/palette.ts';
import { StartScreen } from '../shared/start-screen.ts';
import { Toolbar } from '../shared/toolbar.ts';
import { Chat } from './chat.ts';
import { exposeDemo } from './demo-handle.ts';
import { Hud } from './hud.ts';
import { InputSampler } from './input-sampler.ts';
import type { Corrections } from './own-ship.ts';
import { Pilot } from './pilot.ts';
import { Renderer } from './renderer.ts';
import { Scene } from './scene.ts';
import type { ChatMessage, HitMessage, SkirmishRoom, SkirmishState } from './skirmish-state.ts';
import { TouchControls } from './touch-controls.ts';

const hudMs = 250;

const scene = new Scene();
const renderer = await Renderer.create(element('arena', HTMLCanvasElement));
const hud = new Hud();
const pilot = new Pilot(scene, new InputSampler(new TouchControls()));
const chat = new Chat((text) => connection.room?.send('chat', { text }));
const connection = new Connection<SkirmishState>('skirmish', {
  status({ phase }) {
    if (phase === 'connected' || phase === 'reconnecting') return;
    pilot.end();
    hud.show(false);
  },
  joined: begin,
  patch: (state) => pilot.patch(state),
});
new Overlay(connection);
const start = new StartScreen({
  connection,
  title: 'Skirmish',
  greeting: 'Dark floor, small ships. Your lamp is the only light you bring.',
  keys: ['W A D or arrows: fly', 'space: fire', 'enter: chat', 'H: numbers', 'L: line'],
  touch: 'Drag on the left to steer and thrust, hold on the right to fire.',
  options: roomOptions,
});
const toolbar = new Toolbar(connection, () => start.name);
const line = new LinePanel(toolbar);
line.addSwitch('Predict the own ship', pilot.isPredicting, (isOn) => {
  pilot.isPredicting = isOn;
});
line.addSwitch('Show where the server has it', scene.showsGhost, (isOn) => {
  scene.showsGhost = isOn;
});
line.addFigure(() => correctionWords(pilot.corrections));
new HudPanel(connection, toolbar);
exposeDemo(connection, scene, pilot);
requestAnimationFrame(frame);
setInterval(() => hud.refresh(connection), hudMs);

/** `?drones=0` makes rooms to practise in. */
function roomOptions(): object {
  const drones = new URLSearchParams(location.search).get('drones');
  return drones === null ? {} : { drones: Number(drones) };
}

function correctionWords({ count, lastUnits, largestUnits }: Readonly<Corrections>): string {
  if (count === 0) return 'No correction so far';
  const sizes = `last ${lastUnits.toFixed(1)}, largest ${largestUnits.toFixed(1)} units`;
  return `${count} correction${count === 1 ? '' : 's'}: ${sizes}`;
}

function begin(room: SkirmishRoom): void {
  room.onMessage<ChatMessage>('chat', ({ from, text }) => chat.said(from, colorOf(from), text));
  room.onMessage<HitMessage>('hit', tell);
  pilot.begin(room);
  hud.show(true);
}

function frame(nowMs: number): void {
  requestAnimationFrame(frame);
  pilot.frame(nowMs);
  renderer.draw(scene, nowMs);
}

function ship(id: string) {
  return connection.room?.state.ships?.get(id);
}

/** The color of a ship with this name; chat names its speaker by name. */
function colorOf(name: string): string {
  let color = dust;
  connection.room?.state.ships?.forEach((pilot) => {
    if (pilot.name === name) color = hueColor(pilot.hue);
  });
  return color;
}

/** News of a pilot who was hit. `by` is another pilot's session id, or `drone`. */
function tell({ by, of }: HitMessage): void {
  const victim = ship(of);
  if (victim) chat.news(`${ship(by)?.name ?? 'A drone'} put out ${victim.name}`);
}
