/** The server's clock as the page believes it, and the part of time that the lanes show. */
import { describe, expect, it } from 'vitest';
import { ServerClock } from '../../../engine-view/src/time/server-clock.ts';
import { behindMs, TimeWindow } from '../../../engine-view/src/time/time-window.ts';

describe('ServerClock', () => {
  it('believes the frame that the network delayed least', () => {
    const clock = new ServerClock();
    expect(clock.isSet).toBe(false);
    expect(clock.at(5)).toBe(0);
    const delaysMs = [30, 4, 12, 80, 25];
    for (const [frame, delay] of delaysMs.entries()) {
      clock.observe(1_000 + frame * 100, frame * 100 + delay);
      clock.at(frame * 100 + delay);
    }
    let shown = 0;
    for (let localMs = 500; localMs < 3_000; localMs += 16) shown = clock.at(localMs) - localMs;
    expect(shown).toBeCloseTo(1_000 - 4, 6);
  });

  it('never runs backwards, nor jumps, while it corrects itself', () => {
    const clock = new ServerClock();
    let before = 0;
    for (let localMs = 0; localMs < 8_000; localMs += 16) {
      if (localMs % 96 === 0) clock.observe(localMs + 50_000, localMs + ((localMs * 7) % 130));
      const at = clock.at(localMs);
      if (localMs > 200) {
        expect(at - before).toBeGreaterThan(14);
        expect(at - before).toBeLessThan(18);
      }
      before = at;
    }
  });

  it('follows a clock that was set, and begins anew with another server', () => {
    const clock = new ServerClock();
    clock.observe(1_000, 0);
    for (let frame = 0; frame < 40; frame++) clock.observe(90_000 + frame * 100, frame * 100);
    expect(clock.at(4_000)).toBeCloseTo(94_000, 0);
    clock.reset();
    clock.observe(10, 5_000);
    expect(clock.at(5_000)).toBe(10);
  });
});

describe('TimeWindow', () => {
  it('follows the server, a little behind it', () => {
    const window = new TimeWindow();
    window.follow(10_000);
    expect([window.endMs, window.spanMs, window.startMs]).toEqual([
      ...[10_000 - behindMs, 3_000, 7_000 - behindMs],
    ]);
  });

  it('stands still while paused, and goes on from the server’s time', () => {
    const window = new TimeWindow();
    window.follow(10_000);
    window.pause(true);
    window.follow(20_000);
    expect(window.endMs).toBe(10_000 - behindMs);
    window.pause(false);
    window.follow(20_100);
    expect(window.endMs).toBe(20_100 - behindMs);
  });

  it('keeps the moment under the pointer in its place while paused, and its end while not', () => {
    const window = new TimeWindow();
    window.follow(10_000 + behindMs);
    window.zoomTo(1_000, 0.25);
    expect([window.startMs, window.endMs]).toEqual([9_000, 10_000]);
    window.pause(true);
    const share = 0.25;
    const under = () => window.startMs + share * window.spanMs;
    const before = under();
    for (const spanMs of [500, 10_000, 60, 3_000]) {
      window.zoomTo(spanMs, share);
      expect(under()).toBeCloseTo(before, 6);
      expect(window.spanMs).toBe(spanMs);
    }
  });

  it('shows no less than 50 ms, and no more than the ring holds', () => {
    const window = new TimeWindow();
    window.zoomTo(0.1);
    expect(window.spanMs).toBe(50);
    window.zoomTo(1e9);
    expect(window.spanMs).toBe(15_000);
  });

  it('is moved only while paused, inside what there is', () => {
    const window = new TimeWindow();
    window.follow(10_000 + behindMs);
    window.pan(-500, 0, 12_000);
    expect(window.endMs).toBe(10_000);
    window.pause(true);
    window.pan(-500, 0, 12_000);
    expect(window.endMs).toBe(9_500);
    window.pan(-50_000, 2_000, 12_000);
    expect(window.startMs).toBe(2_000);
    window.pan(50_000, 2_000, 12_000);
    expect(window.endMs).toBe(12_000);
    expect(window.zeroMs).toBe(10_000);
    window.pause(false);
    expect(window.zeroMs).toBe(12_000);
  });
});
