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
import { Minimap } from './drawing/minimap.ts';
import { Renderer } from './drawing/renderer.ts';
import { JointHelm } from './helm/helm.ts';
import { InputSampler } from './helm/input-sampler.ts';
import { MouseControls, type Place } from './helm/mouse-controls.ts';
import { TouchControls } from './helm/touch-controls.ts';
import { Hud } from './hud.ts';
import { sayNoPicture } from './no-picture.ts';
import { Notice } from './notice.ts';
import type { Corrections } from './own-ship.ts';
import { Pilot } from './pilot.ts';
import { Scene } from './scene.ts';
import type { ChatMessage, HitMessage, SkirmishRoom, SkirmishState } from './skirmish-state.ts';
import { Sound } from './sound/sound.ts';

const hudMs = 250;

const scene = new Scene();
const canvas = element('arena', HTMLCanvasElement);
let renderer: Renderer | undefined;
const sound = new Sound();
const notice = new Notice(() => scene.sessionId);
const minimap = new Minimap(element('minimap', HTMLCanvasElement));
const hud = new Hud();
const mouse = new MouseControls(canvas, ownOnScreen);
const helm = new JointHelm([new TouchControls(), mouse]);
const pilot = new Pilot(scene, new InputSampler(helm));
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
  keys: [
    'W A D or arrows, or the mouse: fly',
    'space or click: fire',
    'M: sound',
    'enter: chat',
    'H: numbers',
    'L: line',
  ],
  touch: 'Drag on the left to steer and thrust, hold on the right to fire.',
  unnamed: 'pilot',
  options: roomOptions,
});
const toolbar = new Toolbar(connection, () => start.name);
const soundButton = toolbar.add('Sound', toggleSound, 'KeyM');
soundButton.setAttribute('aria-pressed', 'false');
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
Renderer.create(canvas, [sound, notice]).then((made) => {
  renderer = made;
  requestAnimationFrame(frame);
}, sayNoPicture);
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
  if (renderer === undefined) return;
  pilot.frame(nowMs);
  sound.follow(scene);
  renderer.draw(scene, nowMs);
  minimap.draw(scene, renderer.camera, renderer.light, nowMs);
}

/** Where the own ship is on the screen, for the mouse. */
function ownOnScreen(): Place | undefined {
  const { own } = scene;
  if (own === undefined || renderer === undefined) return undefined;
  return { x: renderer.camera.screenX(own.x), y: renderer.camera.screenY(own.y) };
}

function toggleSound(): void {
  soundButton.setAttribute('aria-pressed', String(sound.toggle()));
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
  if (of === scene.sessionId) notice.putOutBy(ship(by)?.name ?? 'A drone');
  if (victim) chat.news(`${ship(by)?.name ?? 'A drone'} put out ${victim.name}`);
}
