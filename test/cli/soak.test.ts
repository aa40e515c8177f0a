/** `hypogeum soak` as a process, with a server that it starts itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SoakReport } from '../../src/soak/report/soak-report.ts';
import { CliProcess, gamesFolder, runCli, temporaryFolder } from './run-cli.ts';

const output = temporaryFolder({});

afterAll(() => output.remove());

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

  it('names the games there are where --room is none of them', async () => {
    const end = await runCli(['soak', '--room', 'chess', '--rooms-dir', gamesFolder]);
    expect(end).toMatchObject({ code: 1, stdout: '' });
    expect(end.stderr).toMatch(/^hypogeum: --room chess .*tiny\n$/);
  });

  it('stops at Ctrl-C, still reports, and leaves no server behind', async () => {
    const cli = new CliProcess([...tiny, '--bots', '2', '--seconds', '600']);
    while (!cli.stderr.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 100));
    cli.child.kill('SIGINT');
    const end = await cli.ended;
    expect(end.stdout).toContain('stopped early');
    expect(end.stdout).toContain('no errors');
    expect(end.code).toBe(0);
    const url = /at (http:\S+),/.exec(end.stdout)?.[1] ?? '';
    await expect(fetch(url)).rejects.toThrow();
  });

  it('exits 1 where bots cannot join', async () => {
    const args = ['soak', '--room', 'tiny', '--bots', '1', '--seconds', '0'];
    const end = await runCli([...args, '--url', 'http://127.0.0.1:9']);
    expect(end.code).toBe(1);
    expect(end.stdout).toMatch(/1 join/);
  });
});
