// The demo page: connects the pieces and runs the frame loop. `?server=` names another endpoint,
// `?autoplay=NAME` joins at once.

import { Connection } from '../shared/connection.ts';
import { element } from '../shared/page.ts';
import { dust, hueColor } from '../shared/palette.ts';
import { StartCard } from '../shared/start-card.ts';
import { Chat } from './chat.ts';
import { exposeDemo } from './demo-handle.ts';
import { Hud } from './hud.ts';
import { InputSampler } from './input-sampler.ts';
import { Renderer } from './renderer.ts';
import { Scene } from './scene.ts';
import type { ChatMessage, HitMessage, SkirmishRoom, SkirmishState } from './skirmish-state.ts';
import { TouchControls } from './touch-controls.ts';

const hudMs = 250;
const fallbackPatchMs = 1000 / 15; // for a room that does not advertise its patch rate

const query = new URLSearchParams(location.search);
let pilotName = '';
const scene = new Scene();
const renderer = await Renderer.create(element('arena', HTMLCanvasElement));
const hud = new Hud();
const sampler = new InputSampler(new TouchControls());
const chat = new Chat((text) => connection.room?.send('chat', { text }));
const card = new StartCard(play);
const connection = new Connection<SkirmishState>(query.get('server') ?? location.origin, {
  status(status) {
    hud.status(status);
    if (status.phase !== 'lost') return;
    sampler.stop();
    card.lost(status.words);
  },
  joined: begin,
  patch: (state) => scene.patch(state, performance.now()),
});
exposeDemo(connection);
requestAnimationFrame(frame);
const autoplay = query.get('autoplay');
if (autoplay !== null) play(autoplay);

let frames = 0;
let framesPerSecond = 0;
let measuredMs = performance.now();
setInterval(() => {
  const nowMs = performance.now();
  if (nowMs - measuredMs >= 1000) {
    framesPerSecond = (frames * 1000) / (nowMs - measuredMs);
    frames = 0;
    measuredMs = nowMs;
    connection.measure(nowMs);
  }
  hud.refresh(connection, framesPerSecond);
}, hudMs);

function play(name: string): void {
  card.hide(name);
  pilotName = name;
  void connection.join('skirmish', { name });
}

function begin(room: SkirmishRoom): void {
  room.onMessage<ChatMessage>('chat', ({ from, text }) => chat.said(from, colorOf(from), text));
  room.onMessage<HitMessage>('hit', tell);
  room.send('name', { name: pilotName });
  scene.begin(room.sessionId, room.input().patchRate ?? fallbackPatchMs);
  sampler.start(room, () => scene.own?.entity.heading ?? 0);
  hud.show(true);
}

function frame(nowMs: number): void {
  requestAnimationFrame(frame);
  frames += 1;
  scene.advance(nowMs);
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
