// What is on the table now: balls and flippers on their way to where the newest patch has them,
// bumpers that were just hit, points that were just made. Written by `patch`, moved by `advance`;
// what draws only reads.
import { flipper, launch, bumpers as plan } from '../../../rooms/pinball/layout.ts';
import { PatchClock } from '../shared/patch-clock.ts';
import type { Ball, PinballState } from './pinball-state.ts';

const jumpUnits = 4; // farther than a ball flies between patches: it was put there
const glowMs = 420;
const popMs = 900;
const popsKept = 24;
const trailMs = 170;
const patchMs = 1000 / 30;

export interface BallTrack {
  readonly key: string;
  ball: Ball;
  x: number; // where to draw it now
  y: number;
  fromX: number;
  fromY: number;
  hue: number; // 0 … 255
  score: number;
  lost: number;
  mark: number; // the last patch that still had it
  /** Where it was drawn a moment ago: x, y, ms, x, y, ms …, the newest last. */
  readonly trail: number[];
}

/** Points, shown where they were made. */
export interface Pop {
  readonly x: number;
  readonly y: number;
  readonly points: number;
  readonly hue: number;
  readonly bornMs: number;
}

export interface BumperGlow {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  hits: number; // as the newest patch has them; none can be more before the first
  hitMs: number; // Number.NEGATIVE_INFINITY: never seen hit
}

export class TableScene {
  readonly balls = new Map<string, BallTrack>();
  readonly bumpers = new Map<string, BumperGlow>();
  readonly pops: Pop[] = [];
  /** Radians above level, to be drawn as they are. */
  left = flipper.rest;
  right = flipper.rest;
  readonly #clock = new PatchClock(patchMs);
  #fromLeft = flipper.rest;
  #fromRight = flipper.rest;
  #toLeft = flipper.rest;
  #toRight = flipper.rest;
  #mark = 0;

  /** A table with nobody at it. */
  constructor() {
    this.clear();
  }

  clear(): void {
    this.balls.clear();
    this.bumpers.clear();
    for (const [at, { x, y, radius }] of plan.entries()) {
      const hitMs = Number.NEGATIVE_INFINITY;
      this.bumpers.set(`b${at}`, { x, y, radius, hits: Number.MAX_SAFE_INTEGER, hitMs });
    }
    this.pops.length = 0;
  }

  patch(state: PinballState, nowMs: number): void {
    this.advance(nowMs); // glides start from where things are now, also while no frame is drawn
    this.#clock.patched(nowMs);
    this.#fromLeft = this.left;
    this.#fromRight = this.right;
    this.#toLeft = state.left ?? flipper.rest;
    this.#toRight = state.right ?? flipper.rest;
    this.#mark += 1;
    state.balls?.forEach((ball, key) => this.#aim(ball, key, nowMs));
    for (const { key, mark } of this.balls.values()) {
      if (mark !== this.#mark) this.balls.delete(key);
    }
    state.bumpers?.forEach(({ x, y, radius, hits }, key) => {
      const known = this.bumpers.get(key);
      const hitMs = known && hits > known.hits ? nowMs : (known?.hitMs ?? Number.NEGATIVE_INFINITY);
      this.bumpers.set(key, { x, y, radius, hits, hitMs });
    });
  }

  advance(nowMs: number): void {
    const share = this.#clock.share(nowMs);
    const turned = Math.min(1, share); // a flipper stops at its end, it does not go on
    this.left = this.#fromLeft + (this.#toLeft - this.#fromLeft) * turned;
    this.right = this.#fromRight + (this.#toRight - this.#fromRight) * turned;
    for (const track of this.balls.values()) {
      track.x = track.fromX + (track.ball.x - track.fromX) * share;
      track.y = track.fromY + (track.ball.y - track.fromY) * share;
    }
    while (this.pops.length > 0 && nowMs - this.pops[0]!.bornMs > popMs) this.pops.shift();
  }

  /** Remembers where balls were drawn. Once a frame. */
  trace(nowMs: number): void {
    for (const { trail, x, y } of this.balls.values()) {
      trail.push(x, y, nowMs);
      while (nowMs - (trail[2] ?? nowMs) > trailMs) trail.splice(0, 3);
    }
  }

  #aim(ball: Ball, key: string, nowMs: number): void {
    const track = this.balls.get(key) ?? this.#place(ball, key);
    if (ball.score > track.score) {
      this.pops.push({
        x: ball.x,
        y: ball.y,
        points: ball.score - track.score,
        hue: track.hue,
        bornMs: nowMs,
      });
      if (this.pops.length > popsKept) this.pops.shift();
    }
    const isJump =
      ball.lost !== track.lost || Math.hypot(ball.x - track.x, ball.y - track.y) > jumpUnits;
    if (isJump) track.trail.length = 0;
    track.fromX = isJump ? ball.x : track.x;
    track.fromY = isJump ? ball.y : track.y;
    track.ball = ball;
    track.score = ball.score;
    track.lost = ball.lost;
    track.mark = this.#mark;
  }

  #place(ball: Ball, key: string): BallTrack {
    // Before its first step a ball is at the origin: it comes in where all do.
    const isUnplaced = ball.x === 0 && ball.y === 0;
    const { x, y } = isUnplaced ? launch : ball;
    const { hue, score, lost } = ball;
    const from = { x, y, fromX: x, fromY: y };
    const track = { key, ball, ...from, hue, score, lost, mark: 0, trail: [] };
    this.balls.set(key, track);
    return track;
  }
}

/** 1 when a bumper was hit just now, falling to 0. */
export function glowOf(bumper: BumperGlow, nowMs: number): number {
  const age = (nowMs - bumper.hitMs) / glowMs;
  return age >= 0 && age < 1 ? (1 - age) ** 2 : 0;
}

/** 0 when it was born just now, 1 at its end. */
export function ageOf(pop: Pop, nowMs: number): number {
  return Math.min(1, Math.max(0, (nowMs - pop.bornMs) / popMs));
}
