/** `hypogeum soak` as a process, with a server that it starts itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SoakReport } from '../../src/soak/report/soak-report.ts';
import { CliProcess, gamesFolder, runCli, temporaryFolder } from './run-cli.ts';

const output = temporaryFolder({});

afterAll(() => output.remove());

/** What machines that read the JSON count on. */
const keysOfIssue = [
  ...['ok', 'seconds', 'rooms', 'bots', 'joins', 'errors', 'errorsByKind', 'errorSamples'],
  ...['patchesPerSecond', 'bytesPerSecond', 'inputsPerSecond', 'bytesPerClientSecond'],
  ...['steals', 'ticksPerSecond', 'messagesDropped', 'latenessMs', 'stepMs', 'joinMs'],
  ...['inputAckMs', 'inputToAckMs', 'patchJitterMs', 'reconnectMs', 'loopDelayMs', 'botLoopMs'],
  ...['gcMs', 'cpuSeconds', 'rssMiB', 'rssSlopeMiBPerMinute', 'drops', 'reconnects'],
  ...['botsSaturated', 'botLoad', 'checksums', 'desyncs', 'desyncReports', 'thresholds'],
  ...['samples', 'workers', 'roomsDetail', 'room', 'url', 'seed', 'kind', 'stopped'],
];

const tiny = ['soak', '--room', 'tiny', '--rooms-dir', gamesFolder, '--ramp', '0.2'];

describe('soak', () => {
  it('starts a server, measures, prints a summary, writes JSON, exits 0', async () => {
    const file = join(output.folder, 'report.json');
    const load = ['--rooms', '2', '--bots', '8', '--seconds', '2', '--workers', '2'];
    const end = await runCli([...tiny, ...load, '--json', file]);
    expect(end.stdout).toContain('no errors');
    expect(end.code).toBe(0);
    const report = JSON.parse(readFileSync(file, 'utf8')) as SoakReport;
    expect(report).toMatchObject({ ok: true, rooms: 2, bots: 8, joins: 8, errors: 0 });
    expect(report.patchesPerSecond).toBeGreaterThan(80);
    expect(report.inputsPerSecond).toBeGreaterThan(80);
    expect(report.workers).toHaveLength(2);
    expect(report.roomsDetail).toHaveLength(2);
    expect(report.steals).toBeTypeOf('number');
    expect(report.latenessMs).toMatchObject({ p99: expect.any(Number), max: expect.any(Number) });
    expect(report.inputToAckMs?.p50).toBeGreaterThan(0);
  });

  it('goes through all the trouble, and its JSON has every key', { timeout: 40_000 }, async () => {
    const json = join(output.folder, 'trouble.json');
    const html = join(output.folder, 'trouble.html');
    const end = await runCli([
      ...tiny,
      ...['--bots', '12', '--threads', '2', '--seconds', '5', '--json', json, '--html', html],
      ...['--drop', '--slow', '--late', '--storm', '--checksum-every', '2'],
      ...['--max-errors', '0', '--max-join-p99', '60000'],
    ]);
    expect(end.stdout).toContain('no errors');
    expect(end.code).toBe(0);
    const report = JSON.parse(readFileSync(json, 'utf8')) as SoakReport;
    expect(Object.keys(report)).toEqual(expect.arrayContaining(keysOfIssue));
    expect(report).toMatchObject({ kind: 'sdk', desyncs: 0, stopped: false });
    expect([report.drops > 3, report.reconnects === report.drops]).toEqual([true, true]);
    expect(report.checksums).toBeGreaterThan(20);
    for (const summary of [report.stepMs, report.inputAckMs, report.loopDelayMs]) {
      expect(Object.keys(summary ?? {})).toEqual(['p50', 'p99', 'p999', 'max']);
    }
    const threads = ['worker 0', 'main', 'process', 'bots'];
    expect(Object.keys(report.cpuSeconds)).toEqual(expect.arrayContaining(threads));
    expect(Object.keys(report.gcMs)).toEqual(expect.arrayContaining(['worker 0', 'main']));
    expect(report.samples.findLast(({ latenessMs }) => latenessMs)?.rssMiB).toBeGreaterThan(10);
    expect(readFileSync(html, 'utf8')).toContain('<html');
  });

  it('exits 1 where a limit does not hold, and says which', async () => {
    const load = ['--bots', '2', '--seconds', '1', '--max-join-p99', '0.001'];
    const end = await runCli([...tiny, ...load]);
    expect(end.stdout).toContain('no errors');
    expect(end.stdout).toContain('--max-join-p99');
    expect(end.code).toBe(1);
  });

  it('names the games there are where --room is none of them', async () => {
    const end = await runCli(['soak', '--room', 'chess', '--rooms-dir', gamesFolder]);
    expect(end).toMatchObject({ code: 1, stdout: '' });
    expect(end.stderr).toMatch(/^hypogeum: --room chess .*tiny\n$/);
  });

  it('stops at Ctrl-C, still reports, and leaves no server behind', async () => {
    const cli = new CliProcess([...tiny, '--bots', '2', '--seconds', '600']);
    while (!cli.stderr.includes('\n')) await nextMoment();
    cli.child.kill('SIGINT');
    const end = await cli.ended;
    expect(end.stdout).toContain('stopped early');
    expect(end.stdout).toContain('no errors');
    expect(end.code).toBe(0);
    const url = /at (http:\S+),/.exec(end.stdout)?.[1] ?? '';
    await expect(fetch(url)).rejects.toThrow();
  });

  it('exits at once at a second Ctrl-C, and leaves no server behind either', async () => {
    const cli = new CliProcess([...tiny, '--bots', '2', '--seconds', '600']);
    while (!cli.stderr.includes('measuring')) await nextMoment();
    cli.child.kill('SIGINT');
    // The first is being obeyed: the report has not come yet.
    while (!cli.stderr.includes('stopping')) await nextMoment();
    cli.child.kill('SIGINT');
    const end = await cli.ended;
    // Where the run had ended by then, the report came: both are right.
    expect([130, 0]).toContain(end.code);
  });

  it('exits 1 where bots cannot join', async () => {
    const args = ['soak', '--room', 'tiny', '--bots', '1', '--seconds', '0'];
    const end = await runCli([...args, '--url', 'http://127.0.0.1:9']);
    expect(end.code).toBe(1);
    expect(end.stdout).toMatch(/1 join/);
  });
});

function nextMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
