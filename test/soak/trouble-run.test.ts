/** Runs with all the trouble switched on, and bots that are in trouble themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SoakOptions } from '../../src/soak/options.ts';
import type { SoakReport } from '../../src/soak/report/soak-report.ts';
import { runSoak } from '../../src/soak/run-soak.ts';
import { type StockServer, startStockServer } from './stock-server.ts';

const everything = { drop: true, slow: true, late: true, storm: true };
/** The window: long enough for a drop by each of two threads, a pause and a return. */
const seconds = 9;

let stock: StockServer;
beforeAll(async () => {
  stock = await startStockServer();
});
afterAll(() => stock.close());

function run(options: Omit<SoakOptions, 'rampSeconds'>): Promise<SoakReport> {
  return runSoak({ rampSeconds: 0.2, ...options });
}

/** 20 bots in two rooms, 18 of which trouble may meet: the storm cuts those that are in. */
const crowd = { rooms: 2, bots: 20, threads: 2, seconds, ...everything };

describe('a run with all the trouble', { timeout: 60_000 }, () => {
  it('has no error and no desync in skirmish, which holds seats', async () => {
    const report = await run({ ...crowd, room: 'skirmish', workers: 2, checksumEvery: 3 });
    expect(report.errorSamples).toEqual([]);
    expect(report.desyncReports).toEqual([]);
    expect(report).toMatchObject({ ok: true, joins: 20, rooms: 2, errors: 0 });
    // The storm took ten at least: five of the 18 may be away on their own accord.
    expect(report.drops).toBeGreaterThan(10);
    expect(report.reconnects).toBe(report.drops);
    expect(report.reconnectMs?.max).toBeGreaterThan(0);
    expect(report.checksums).toBeGreaterThan(50);
    // Each room kept the bot that made it, so none ended.
    expect(report.roomsDetail).toHaveLength(2);
    expect(report.samples.length).toBeGreaterThan(seconds - 3);
    expect(Math.min(...report.samples.slice(1).map(({ bots }) => bots))).toBeGreaterThan(1);
    expect(Object.keys(report.cpuSeconds)).toContain('bots');
  });

  it('has none in swarm either, whose bots join anew', async () => {
    const options = { drones: 100 };
    const report = await run({ ...crowd, room: 'swarm', workers: 2, options, seconds: 6 });
    expect(report.errorSamples).toEqual([]);
    expect(report).toMatchObject({ ok: true, joins: 20, desyncs: 0, inputAckMs: null });
    expect(report.reconnects).toBe(report.drops);
    expect(report.drops).toBeGreaterThan(10);
    expect(report.checksums).toBeGreaterThan(50);
  });

  it('has none with raw bots', async () => {
    const report = await run({ ...crowd, room: 'skirmish', kind: 'raw', workers: 2, seconds: 6 });
    expect(report.errorSamples).toEqual([]);
    expect(report).toMatchObject({ ok: true, kind: 'raw', joins: 20, checksums: 0 });
    expect(report.reconnects).toBe(report.drops);
    expect(report.drops).toBeGreaterThan(10);
    expect(report.inputAckMs?.p50).toBeGreaterThan(0);
  });
});

describe('a thread of bots', { timeout: 30_000 }, () => {
  const scenario = (name: string) => `test/soak/scenarios/${name}.ts`;

  it('that dies is one error of the run, and what the other measured stays', async () => {
    const report = await run({
      ...{ room: 'input', url: stock.url, bots: 4, threads: 2, seconds: 2 },
      scenario: scenario('dying'),
    });
    expect(report).toMatchObject({ ok: false, joins: 4, errorsByKind: { thread: 1 } });
    expect(report.errorSamples).toEqual(['thread: bot thread 1 died: exit code 7']);
    expect(report.samples.at(-1)?.bots).toBe(2);
    expect(report.patchesPerSecond).toBeGreaterThan(20);
  });

  it('that is too busy is said to be the limit', async () => {
    const report = await run({
      ...{ room: 'input', url: stock.url, bots: 2, threads: 1, seconds: 2 },
      scenario: scenario('busy'),
    });
    expect(report.botsSaturated).toBe(true);
    expect(report.botLoad).toBeGreaterThan(0.85);
  });
});
