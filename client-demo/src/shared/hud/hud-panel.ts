// The numbers (H): how the page, the line and the room's ticks are doing, as small live plots. Owns
// the samples, which are taken only while it is open.
import type { Connection } from '../connection.ts';
import { traffic } from '../line/traffic.ts';
import { SidePanel } from '../side-panel.ts';
import type { Toolbar } from '../toolbar.ts';
import { Plot } from './plot.ts';
import { fetchRoomFigures } from './room-stats.ts';
import { JitterMeter, Series } from './series.ts';

const sampleMs = 250;
const pointsKept = 120; // half a minute
const statsMs = 1_000;
const pingMsMax = 4_000; // a ping without an answer is given up

const ms = (value: number): string => {
  return value < 1_000
    ? `${value.toFixed(value < 10 ? 1 : 0)} ms`
    : `${(value / 1_000).toFixed(1)} s`;
};
const bytes = (value: number): string => {
  return value < 1_000 ? `${Math.round(value)} B/s` : `${(value / 1_000).toFixed(1)} kB/s`;
};

export class HudPanel<State> {
  readonly #connection: Connection<State>;
  readonly #panel: SidePanel;
  readonly #series = Array.from({ length: 5 }, () => new Series(pointsKept));
  readonly #plots: readonly Plot[];
  #timer: ReturnType<typeof setInterval> | undefined;
  #jitter = new JitterMeter();
  #frameMs = 0;
  #worstFrameMs = 0;
  #pingedMs = 0; // when the ping was sent that has no answer yet; 0: none
  #roundTripMs: number | undefined;
  #jitterMs: number | undefined;
  #bytesBefore = 0;
  #sampledMs = 0;
  #askedMs = 0;
  #latenessMs: number | undefined;
  #statsNote: string | undefined;

  constructor(connection: Connection<State>, toolbar: Toolbar) {
    this.#connection = connection;
    const settings = { id: 'numbers', title: 'Numbers', label: 'Numbers', keyCode: 'KeyH' };
    this.#panel = new SidePanel(toolbar, settings, (isOpen) => this.#toggle(isOpen));
    const about = [
      { title: 'frame', format: ms, topMin: 40 },
      { title: 'round trip', format: ms, topMin: 50 },
      { title: 'jitter', format: ms, topMin: 10 },
      { title: 'patches', format: bytes, topMin: 2_000 },
      { title: 'tick lateness, p99', format: ms, topMin: 2 },
    ];
    this.#plots = about.map((one, index) => new Plot(this.#series[index] as Series, one));
    this.#panel.body.classList.add('plots');
    this.#panel.body.append(...this.#plots.map(({ root }) => root));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      for (const plot of this.#plots) plot.dispose();
    });
  }

  #toggle(isOpen: boolean): void {
    clearInterval(this.#timer);
    for (const series of this.#series) series.clear();
    if (!isOpen) return;
    this.#jitter = new JitterMeter();
    this.#pingedMs = 0;
    this.#askedMs = 0;
    this.#sampledMs = this.#frameMs = performance.now();
    this.#bytesBefore = traffic.patchBytes;
    this.#statsNote = undefined;
    this.#latenessMs = undefined;
    this.#timer = setInterval(() => this.#sample(performance.now()), sampleMs);
    this.#sample(this.#sampledMs + 1);
    requestAnimationFrame((nowMs) => this.#frame(nowMs));
  }

  #frame(nowMs: number): void {
    if (!this.#panel.isOpen) return;
    this.#worstFrameMs = Math.max(this.#worstFrameMs, nowMs - this.#frameMs);
    this.#frameMs = nowMs;
    requestAnimationFrame((next) => this.#frame(next));
  }

  #sample(nowMs: number): void {
    this.#ping(nowMs);
    if (nowMs - this.#askedMs >= statsMs) void this.#ask(nowMs);
    const patchBytes = traffic.patchBytes - this.#bytesBefore;
    const bytesPerSecond = (patchBytes * 1000) / (nowMs - this.#sampledMs);
    const worstFrameMs = this.#worstFrameMs || undefined;
    const values = [worstFrameMs, this.#roundTripMs, this.#jitterMs, bytesPerSecond];
    for (const [index, value] of [...values, this.#latenessMs].entries()) {
      this.#series[index]?.push(value);
      this.#plots[index]?.refresh(index === values.length ? this.#statsNote : undefined);
    }
    this.#bytesBefore = traffic.patchBytes;
    this.#sampledMs = nowMs;
    this.#worstFrameMs = 0;
  }

  /** One ping at a time: the SDK knows only when the last one was sent. */
  #ping(nowMs: number): void {
    if (this.#pingedMs > 0 && nowMs - this.#pingedMs < pingMsMax) return;
    if (this.#connection.status.phase !== 'connected') return;
    this.#pingedMs = nowMs;
    this.#connection.room?.ping((roundTripMs) => {
      this.#pingedMs = 0;
      this.#roundTripMs = roundTripMs;
      this.#jitterMs = this.#jitter.take(roundTripMs);
    });
  }

  async #ask(nowMs: number): Promise<void> {
    const { room, endpoint } = this.#connection;
    if (room === undefined) return;
    this.#askedMs = nowMs;
    try {
      const figures = await fetchRoomFigures(endpoint, room.roomId);
      this.#latenessMs = figures?.latenessP99Ms;
      this.#statsNote = figures === undefined ? 'not offered here' : undefined;
      // A server that does not offer it now will not in a second.
      if (figures === undefined) this.#askedMs = Number.POSITIVE_INFINITY;
    } catch {
      this.#latenessMs = undefined;
      this.#statsNote = 'no answer';
    }
  }
}
