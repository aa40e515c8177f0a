/** The page: takes a seat, sends what is held once a step, and draws what the room says. */
import { Client, Predict, type Room } from '@colyseus/sdk';
import type { Held } from '../rooms/lanterns/rules.ts';
import type { LanternsState } from '../rooms/lanterns/state.ts';
import { draw } from './draw.ts';
import { held } from './held.ts';
import { showScores, showStatus } from './words.ts';

/** Others are shown this far in the past, so that there is a patch on either side. */
const delayMs = 100;
/** Vite's own server has the page only; the rooms are where `npm run dev` serves them. */
const server = import.meta.env.DEV ? 'http://localhost:2567' : location.origin;

try {
  play(await new Client(server).joinOrCreate<LanternsState>('lanterns'));
} catch (error) {
  showStatus(`No seat: ${(error as Error).message}`);
}

function play(room: Room<unknown, LanternsState>): void {
  const input = room.input<Held>();
  const predict = Predict.get(room, { mode: 'lerp', delay: delayMs });
  predict.attachAll('lanterns', { x: 'lerp', y: 'lerp' });
  room.onStateChange((state) => showScores(state, room.sessionId));
  room.onDrop(() => showStatus('Connection dropped, coming back'));
  room.onReconnect(() => showStatus(''));
  room.onLeave((code) => showStatus(`The game is over (${code}): reload to play again`));
  addEventListener('pagehide', () => void room.leave()); // or its seat would be held for a while
  showStatus('Arrow keys or WASD, or hold a finger where to go');

  const stepMs = 1000 / (input.tickRate ?? 30);
  setInterval(() => {
    const own = room.state.lanterns?.get(room.sessionId);
    if (own === undefined) return; // the first full state is on its way
    Object.assign(input.data, held(own));
    input.send();
  }, stepMs);

  const frame = (nowMs: number): void => {
    requestAnimationFrame(frame);
    predict.tick(nowMs);
    draw(room.state, room.sessionId, (lantern, axis) => predict.value(lantern, axis));
  };
  requestAnimationFrame(frame);
}
