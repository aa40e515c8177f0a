/** `hypogeum serve` with a folder that holds a game and ordinary Colyseus rooms. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { LobbyWatcher } from '../e2e/lobby-watcher.ts';
import { create, Player } from '../e2e/player.ts';
import { CliProcess } from './run-cli.ts';

const { Client } = await loadSdk();
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = relative(root, fileURLToPath(new URL('../e2e/mixed/games', import.meta.url)));

interface LogLine {
  readonly level: number;
  readonly msg: string;
}

describe('serve, with ordinary rooms', () => {
  let cli: CliProcess;
  let url: string;

  beforeEach(async () => {
    const listen = ['--host', '127.0.0.1', '--port', '0', '--workers', '1'];
    cli = new CliProcess(['serve', folder, ...listen]);
    const line = JSON.parse(await cli.lineWith('"listening"')) as { listening: { url: string } };
    url = line.listening.url;
    expect(line).toMatchObject({
      msg: expect.stringMatching(/ workers: arena; rooms: chat, lobby, queue, relay$/),
      listening: { games: ['arena'], rooms: ['chat', 'lobby', 'queue', 'relay'] },
    });
  });
  afterEach(async () => {
    if (cli.child.exitCode === null) cli.child.kill('SIGKILL');
    await cli.ended;
  });

  async function stop(signal: NodeJS.Signals) {
    const askedMs = performance.now();
    cli.child.kill(signal);
    const { code, stdout, stderr } = await cli.ended;
    const lines = stdout.trim().split('\n');
    const entries = lines.map((text) => JSON.parse(text) as LogLine);
    const complaints = entries.filter(({ level }) => level >= 40).map(({ msg }) => msg);
    return { code, stderr, complaints, ms: performance.now() - askedMs };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('drains them and exits 0 at %s', async (signal) => {
    const lobby = await LobbyWatcher.join(url);
    const queue = await new Client(url).create('queue', { rank: 1 });
    const players = [
      ...[lobby.player, new Player<object>(queue as Player<object>['room'])],
      ...[await create(url, 'arena'), await create(url, 'chat')],
    ];
    const { ms, ...end } = await stop(signal);
    expect(end).toEqual({ code: 0, stderr: '', complaints: [] });
    expect(ms).toBeLessThan(3_000);
    for (const player of players) expect((await player.closed()).code).toBe(4001);
  });

  it('ends in order, with exit code 1, at an error that nobody caught', async () => {
    const chat = await create(url, 'chat');
    const arena = await create(url, 'arena');
    chat.room.send('stumble');
    const { code, stdout, stderr } = await cli.ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/"level":60.*"stack":"Error: stumbled[^"]+chat\.ts.*nobody caught/);
    expect((await chat.closed()).code).toBe(4001);
    expect((await arena.closed()).code).toBe(4001);
  });

  it('exits 0 within 3 s though a room never ends its onDispose', async () => {
    const chat = await create(url, 'chat', { stubborn: true });
    const arena = await create(url, 'arena');
    const { ms, ...end } = await stop('SIGTERM');
    expect(end).toEqual({ code: 0, stderr: '', complaints: ['rooms did not close in time'] });
    expect(ms).toBeLessThan(3_000);
    expect((await chat.closed()).code).toBe(4001);
    expect((await arena.closed()).code).toBe(4001);
  });
});
