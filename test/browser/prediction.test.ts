/**
 * The own ship over a slow line, as a browser shows it frame by frame: as smooth as its flight is,
 * never corrected, and at once where a key is pressed. Without prediction it takes the whole line.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { world } from '../../rooms/skirmish/flight.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { buildDemo } from './demo-build.ts';
import { DemoPage, type DrawnShip } from './demo-page.ts';
import { DemoServer } from './demo-server.ts';
import { recordFlight, responseToKey } from './flight-recorder.ts';

const executable = findChromium();
const small = { width: 300, height: 300 }; // drawn without a graphics card: more frames a second
const testMs = 120_000;

const latencyMs = 200;
const line = `line=${latencyMs},40,0`;
const tickHz = 30;
/** Of the rules in flight.ts: thrust against drag, and what both do to a ship at its fastest. */
const speedMax = 420 / 0.6;
const accelerationMax = 420 + 0.6 * speedMax;
const turnMax = 3.6;
const slack = 1.02; // places are float32, angles have 65,536 steps, frames' times are rounded

describe.runIf(executable !== undefined)('prediction in a browser', { timeout: testMs }, () => {
  let browser: Browser;
  let demo: string;
  let server: DemoServer;
  let ada: DemoPage;

  beforeAll(async () => {
    demo = await buildDemo();
    browser = await launchChromium(executable ?? '');
    server = await DemoServer.start(demo);
    ada = await DemoPage.play(browser, server.url, 'Ada', `drones=0&${line}`, small);
    await ada.page.waitForFunction('window.__demo.drawn?.flown > 60');
  }, testMs);

  afterAll(async () => {
    await browser?.close();
    await server?.kill();
  });

  // A machine that stops the page again and again leaves no flight to look at: three tries.
  it('draws a flight over 200 ms and jitter as smooth as it is', { retry: 2 }, async () => {
    const { frames, corrections } = await recordFlight(ada.page, 150);
    const rtt = await ada.page.evaluate<number>('window.__demo.room.clock.smoothedRtt()');
    expect(rtt).toBeGreaterThan(latencyMs * 0.95);
    expect(corrections).toBe(0);
    expect(frames.length).toBeGreaterThan(30);
    const legs = legsOf(frames);
    expect(Math.max(...legs.map(({ speed }) => speed))).toBeGreaterThan(100);
    expect(complaintsAbout(legs)).toEqual([]);
  });

  it('answers a key at once, and without prediction only after the line', async () => {
    const predicted = await responseToKey(ada.page, 'ArrowRight');
    expect(predicted.frames).toBeLessThanOrEqual(4);
    await ada.page.getByRole('button', { name: 'Menu' }).click();
    await ada.page.getByRole('button', { name: 'Line: 200 ms' }).click();
    await ada.page.getByLabel('Predict the own ship').uncheck();
    const plain = await responseToKey(ada.page, 'ArrowLeft');
    expect(plain.ms).toBeGreaterThanOrEqual(latencyMs);
    await ada.page.getByLabel('Predict the own ship').check();
    expect(ada.errors).toEqual([]);
  });
});

/** What the ship did from one frame to the next, per second of its own time. */
interface Leg {
  readonly seconds: number;
  readonly vx: number;
  readonly vy: number;
  readonly speed: number;
  readonly turned: number;
}

function legsOf(frames: readonly DrawnShip[]): Leg[] {
  return frames.slice(1).flatMap((to, index) => {
    const from = frames[index];
    if (from === undefined || to.flown - from.flown < 1e-6) return [];
    const seconds = (to.flown - from.flown) / tickHz;
    const vx = shortest(from.x, to.x, world.width) / seconds;
    const vy = shortest(from.y, to.y, world.height) / seconds;
    const turned = Math.abs(shortest(from.heading, to.heading, 2 * Math.PI)) / seconds;
    return [{ seconds, vx, vy, speed: Math.hypot(vx, vy), turned }];
  });
}

/** All that no flight looks like: too fast, a jerk, a step back, a turn that no ship makes. */
function complaintsAbout(legs: readonly Leg[]): string[] {
  return legs.flatMap((leg, index) => {
    const found: string[] = [];
    if (leg.speed > speedMax * slack) found.push(`${leg.speed} units a second`);
    if (leg.turned > turnMax * slack + 0.01 / leg.seconds) found.push(`${leg.turned} rad a second`);
    const before = legs[index - 1];
    if (before === undefined) return found;
    // Within a step the ship is drawn along a straight line: its speed changes from step to step.
    const seconds = before.seconds + leg.seconds + 1 / tickHz;
    const changed = Math.hypot(leg.vx - before.vx, leg.vy - before.vy);
    if (changed > accelerationMax * seconds * slack) {
      found.push(`from ${before.vx}, ${before.vy} to ${leg.vx}, ${leg.vy} in ${seconds} s`);
    }
    const along = leg.vx * before.vx + leg.vy * before.vy;
    if (along < 0 && leg.speed > 80 && before.speed > 80) found.push(`back at leg ${index}`);
    return found;
  });
}

function shortest(from: number, to: number, size: number): number {
  const difference = (((to - from) % size) + size) % size;
  return difference > size / 2 ? difference - size : difference;
}
