/**
 * The live view of what the scheduler and the workers do. Main thread; owns the watchers, one timer
 * while there are any, and what is sampled until the last one is gone. Nothing is recorded, and
 * nothing is looked at, while nobody watches.
 */
import type { ServerResponse } from 'node:http';
import type { Application } from 'express';
import type { Logger } from 'pino';
import { monotonicMs } from '../../base/clock.ts';
import type { NamedGame } from '../room/room-services.ts';
import { Access, type AskedBy, type Refusal } from './access.ts';
import { BotRuns } from './bot-runs.ts';
import { Controls } from './controls.ts';
import type { EngineViewPlan } from './engine-options.ts';
import { mountEngineRoutes } from './engine-routes.ts';
import { FrameSampler } from './frame-sampler.ts';
import type { Hello } from './frames.ts';
import { packageVersion } from './page-files.ts';
import { RoomTally } from './room-tally.ts';
import { SecondSampler } from './second-sampler.ts';
import type { EngineSources } from './sources.ts';
import { eventText, Watcher } from './watcher.ts';

const watchersMax = 8;
const frameMs = 100;
const framesPerSecond = 10;

/** What is sampled while somebody watches. */
interface Session {
  readonly tally: RoomTally;
  readonly frames: FrameSampler;
  readonly seconds: SecondSampler;
  readonly timer: NodeJS.Timeout;
  frame: number;
  secondAtMs: number;
  /** For how long the main thread has been the view's since then. */
  spentMs: number;
}

export class EngineView {
  readonly #sources: EngineSources;
  readonly #games: readonly NamedGame[];
  readonly #access: Access;
  readonly #bots: BotRuns;
  readonly #controls: Controls;
  readonly #logger: Logger;
  readonly #watchers = new Set<Watcher>();
  readonly #version = packageVersion();
  #session: Session | undefined;

  /** `url`: where bots find this server, once it listens. */
  constructor(
    sources: EngineSources,
    games: readonly NamedGame[],
    plan: EngineViewPlan,
    parts: { readonly logger: Logger; readonly url: () => string },
  ) {
    this.#sources = sources;
    this.#games = games;
    this.#logger = parts.logger;
    this.#access = new Access(plan.token, plan.isProduction);
    this.#bots = new BotRuns(plan.bots);
    this.#controls = new Controls(sources, games, this.#bots, parts.url);
  }

  mount(app: Application): void {
    mountEngineRoutes(app, {
      access: this.#access,
      watch: (request, response) => this.#watch(request, response),
      control: (body) => this.#control(body),
    });
  }

  /** Once the server listens at `url`. */
  announce(url: string): void {
    const engineView = `${url}/engine/`;
    this.#logger.info({ engineView }, `engine view at ${engineView}: ${this.#access.described}`);
  }

  /** Watchers and bots are sent away, and nothing runs any more. */
  stop(): void {
    this.#bots.stop();
    for (const watcher of this.#watchers) watcher.end();
    this.#watchers.clear();
    this.#endSession();
  }

  #watch(request: AskedBy, response: ServerResponse): Refusal | undefined {
    if (this.#watchers.size >= watchersMax) {
      return { status: 503, error: `${watchersMax} watch already: close another view first` };
    }
    // Gone before it was heard: nobody would say when it goes.
    if (response.destroyed) return undefined;
    const watcher = new Watcher(response);
    this.#session ??= this.#beginSession();
    this.#watchers.add(watcher);
    response.once('close', () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#endSession();
    });
    watcher.send(eventText('hello', JSON.stringify(this.#hello(request))));
    return undefined;
  }

  #control(body: unknown): Refusal | undefined {
    const refusal = this.#controls.apply(body);
    if (refusal === undefined) this.#logger.info({ control: body }, 'engine view: a button');
    return refusal;
  }

  #hello(request: AskedBy): Hello {
    return {
      version: this.#version,
      node: process.version,
      workers: this.#sources.scheduler.workers,
      games: this.#games.map(({ name }) => name),
      controls: this.#access.refuseButtons(request) === undefined,
      bots: this.#bots.canStart,
      frameMs,
      clockMs: monotonicMs() - this.#sources.startedAtMs,
    };
  }

  #beginSession(): Session {
    const nowMs = monotonicMs();
    const tally = new RoomTally(this.#sources.scheduler.roomsMax);
    const frames = new FrameSampler(this.#sources, tally);
    const seconds = new SecondSampler(this.#sources, tally, nowMs);
    frames.begin(nowMs);
    const timer = setInterval(() => this.#tick(), frameMs);
    timer.unref();
    return { tally, frames, seconds, timer, frame: 0, secondAtMs: nowMs, spentMs: 0 };
  }

  #endSession(): void {
    if (this.#session === undefined) return;
    clearInterval(this.#session.timer);
    this.#session.frames.end();
    this.#session.seconds.end();
    this.#session = undefined;
  }

  #tick(): void {
    const session = this.#session as Session;
    const nowMs = monotonicMs();
    this.#sendFrame(session, nowMs);
    session.frame++;
    if (session.frame % framesPerSecond === 0) this.#sendSecond(session, nowMs);
    // Not CPU time: Linux counts a thread's in ticks of 4 ms, and this takes some tenths of one.
    session.spentMs += monotonicMs() - nowMs;
  }

  #sendFrame({ frames }: Session, nowMs: number): void {
    const json = JSON.stringify(frames.take(nowMs));
    const all = Buffer.from(eventText('frame', withMissed(json, 0)));
    for (const watcher of this.#watchers) {
      const { missed } = watcher;
      const event = missed === 0 ? all : eventText('frame', withMissed(json, missed));
      watcher.sendFrame(event, nowMs);
    }
  }

  #sendSecond(session: Session, nowMs: number): void {
    const { seconds, tally, spentMs, secondAtMs } = session;
    const cpu = Math.round((spentMs / (nowMs - secondAtMs)) * 1e5) / 1e5;
    const { second, rooms } = seconds.take(nowMs, {
      view: { watchers: this.#watchers.size, cpu },
      bots: this.#bots.count,
      botsError: this.#bots.error,
    });
    tally.reset();
    session.secondAtMs = nowMs;
    session.spentMs = 0;
    const events =
      eventText('second', JSON.stringify(second)) + eventText('rooms', JSON.stringify(rooms));
    const bytes = Buffer.from(events);
    for (const watcher of this.#watchers) watcher.send(bytes);
  }
}

/** A frame is put into JSON once; what it lacks differs from watcher to watcher. */
function withMissed(json: string, missed: number): string {
  return `{"missed":${missed},${json.slice(1)}`;
}
