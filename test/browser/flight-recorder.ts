/**
 * Records in the page what a person sees of the own ship: its place on every frame, by the steps
 * that it has flown. Runs as text in the browser. A pause of the page, which a busy machine makes,
 * begins the recording anew: what is told is one flight without one.
 */
import type { Page } from 'playwright-core';
import type { DrawnShip } from './demo-page.ts';

export interface Flight {
  readonly frames: readonly DrawnShip[];
  /** During these frames. */
  readonly corrections: number;
  /** How long the page waited for its longest frame. */
  readonly longestMs: number;
}

export interface Response {
  readonly frames: number;
  readonly ms: number;
}

/** Frames further apart leave the room without inputs for so long that it lets the ship drift. */
const pauseMs = 250;
/** Steps after a pause for which answers to what was sent before it may still come. */
const settleSteps = 45;
/** A ship that has not turned for so long is at rest: longer than any line of these tests. */
const restMs = 1_500;

/** Flies so many steps with thrust on and off and turns both ways, as a pilot does. */
export function recordFlight(page: Page, steps: number): Promise<Flight> {
  return page.evaluate<Flight>(`new Promise((resolve) => {
    const held = new Set();
    const hold = (code, isHeld) => {
      if (held.has(code) === isHeld) return;
      isHeld ? held.add(code) : held.delete(code);
      document.body.dispatchEvent(
        new KeyboardEvent(isHeld ? 'keydown' : 'keyup', { code, bubbles: true }),
      );
    };
    let frames = [];
    let longestMs = 0;
    let correctionsBefore = 0;
    let begin = window.__demo.drawn.flown + ${settleSteps};
    let lastMs = performance.now();
    const frame = (nowMs) => {
      const drawn = window.__demo.drawn;
      const elapsedMs = nowMs - lastMs;
      lastMs = nowMs;
      if (elapsedMs > ${pauseMs}) {
        frames = [];
        longestMs = 0;
        begin = drawn.flown + ${settleSteps};
      }
      const turning = Math.floor(drawn.flown / 12) % 5;
      hold('ArrowUp', drawn.flown % 50 < 35);
      hold('ArrowRight', turning === 1);
      hold('ArrowLeft', turning === 3);
      if (drawn.flown >= begin) {
        if (frames.length === 0) correctionsBefore = window.__demo.corrections.count;
        else longestMs = Math.max(longestMs, elapsedMs);
        frames.push(drawn);
      }
      if (frames.length > 0 && drawn.flown - frames[0].flown >= ${steps}) {
        for (const code of [...held]) hold(code, false);
        const corrections = window.__demo.corrections.count - correctionsBefore;
        resolve({ frames, corrections, longestMs });
        return;
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
}

/** How long it takes from a key that turns the ship, at rest, to a frame that shows it turned. */
export function responseToKey(page: Page, code: 'ArrowLeft' | 'ArrowRight'): Promise<Response> {
  return page.evaluate<Response>(`new Promise((resolve) => {
    const heading = () => window.__demo.drawn.heading;
    const press = (type) => {
      document.body.dispatchEvent(new KeyboardEvent(type, { code: '${code}', bubbles: true }));
    };
    // By the clock: a frame that is late still carries the time at which it was due.
    let before = heading();
    let stillSinceMs = performance.now();
    const rest = () => {
      // What earlier keys did may still be on its way.
      if (Math.abs(heading() - before) > 1e-6) {
        before = heading();
        stillSinceMs = performance.now();
      }
      if (performance.now() - stillSinceMs < ${restMs}) requestAnimationFrame(rest);
      else turn();
    };
    const turn = () => {
      const pressedMs = performance.now();
      press('keydown');
      let frames = 0;
      const frame = () => {
        frames += 1;
        if (Math.abs(heading() - before) < 0.005) {
          requestAnimationFrame(frame);
          return;
        }
        press('keyup');
        resolve({ frames, ms: performance.now() - pressedMs });
      };
      requestAnimationFrame(frame);
    };
    rest();
  })`);
}
