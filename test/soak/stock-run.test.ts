/** Bots against a stock Colyseus server: the SDK side of a soak, without our engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSoak } from '../../src/soak/run-soak.ts';
import { type StockServer, startStockServer } from './stock-server.ts';

let server: StockServer;

beforeAll(async () => {
  server = await startStockServer();
});

afterAll(() => server.close());

describe('runSoak against a stock server', () => {
  it('joins, sends input, counts patches and leaves with consent', async () => {
    const report = await runSoak({
      room: 'input',
      rooms: 2,
      bots: 6,
      seconds: 1,
      rampSeconds: 0.2,
      url: server.url,
    });
    expect(report.errorSamples).toEqual([]);
    expect(report).toMatchObject({ ok: true, rooms: 2, bots: 6, joins: 6, errors: 0 });
    expect(report.seconds).toBeGreaterThan(0.9);
    // 6 bots, 20 patches and inputs a second each: the bounds leave room for a busy machine.
    expect(report.patchesPerSecond).toBeGreaterThan(60);
    expect(report.inputsPerSecond).toBeGreaterThan(60);
    expect(report.inputsPerSecond).toBeLessThan(132);
    expect(report.bytesPerSecond).toBeGreaterThan(report.patchesPerSecond * 9);
    expect(report.inputToAckMs?.p50).toBeGreaterThan(0);
    expect(report.joinMs?.max).toBeGreaterThan(0);
    // A stock server has no GET /stats: said as null, never as zero.
    expect(report).toMatchObject({ latenessMs: null, steals: null, workers: [] });
  });

  it('connects through ws and leaves the global WebSocket as it was', () => {
    expect(globalThis.WebSocket).toBeTypeOf('function');
  });

  it('counts joins that are refused, once per bot', async () => {
    const report = await runSoak({
      room: 'input',
      rooms: 1,
      bots: 3,
      // Nobody gets in, so nobody waits.
      seconds: 600,
      rampSeconds: 0.1,
      options: { refuse: true },
      url: server.url,
    });
    expect(report).toMatchObject({ ok: false, joins: 0, errors: 3, errorsByKind: { join: 3 } });
    expect(report.errorSamples.join('\n')).toContain('not today');
  });

  it('counts a game that is not there', async () => {
    const report = await runSoak({ room: 'no-such', bots: 1, seconds: 0, url: server.url });
    expect(report).toMatchObject({ ok: false, joins: 0, errorsByKind: { join: 1 } });
  });

  it('counts clients that the server throws out', async () => {
    const report = await runSoak({
      room: 'kicking',
      rooms: 1,
      bots: 2,
      seconds: 1,
      rampSeconds: 0,
      url: server.url,
    });
    expect(report).toMatchObject({ joins: 2, errorsByKind: { close: 2 }, inputToAckMs: null });
    expect(report.errorSamples).toEqual(['close: close code 4321 out']);
  });

  it('stops early and still reports', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 700);
    const report = await runSoak({
      room: 'input',
      bots: 2,
      seconds: 60,
      rampSeconds: 0.1,
      url: server.url,
      signal: stop.signal,
    });
    expect(report).toMatchObject({ ok: true, joins: 2, stopped: true });
    expect(report.seconds).toBeLessThan(5);
  });

  it('stops early while bots still join', async () => {
    const stop = new AbortController();
    const phases = new Set<string>();
    const report = await runSoak({
      ...{ room: 'input', bots: 100, rooms: 1, rampSeconds: 600, seconds: 600, url: server.url },
      signal: stop.signal,
      onProgress: ({ phase }) => {
        phases.add(phase);
        stop.abort();
      },
    });
    expect(report).toMatchObject({ ok: true, stopped: true, bots: 100, errors: 0 });
    expect([...phases]).toEqual(['joining']);
    expect(report.joins).toBeLessThan(10);
    expect(report.seconds).toBeLessThan(5);
  });

  it('counts a server that is not there', async () => {
    const report = await runSoak({ room: 'input', bots: 1, seconds: 0, url: 'http://127.0.0.1:9' });
    expect(report).toMatchObject({ ok: false, joins: 0 });
    expect(report.errorsByKind).toMatchObject({ join: 1 });
    expect(report.errorSamples.join()).toMatch(/join: .*fetch failed \(.+\)/);
  });
});
