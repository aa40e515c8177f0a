/** `hypogeum serve --engine` as a process: its line, its token, and bots that its button starts. */
import { afterEach, describe, expect, it } from 'vitest';
import { EngineWatcher, press } from '../e2e/engine-watcher.ts';
import { CliProcess, gamesFolder } from './run-cli.ts';

/** A process that starts, joins, plays and reports, beside other programs. */
const botsMs = 40_000;
const token = 'only-those-who-have-it';
const started: CliProcess[] = [];
const watchers: EngineWatcher[] = [];

afterEach(async () => {
  for (const watcher of watchers.splice(0)) watcher.close();
  for (const { child, ended } of started.splice(0)) {
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  }
});

/** The server, its address, and what it said of the view. */
async function serve(args: string[], env: Record<string, string> = {}) {
  const common = [gamesFolder, '--host', '127.0.0.1', '--port', '0', '--workers', '2'];
  const cli = new CliProcess(['serve', ...common, ...args], env);
  started.push(cli);
  const line = JSON.parse(await cli.lineWith('"listening"'));
  const { url } = line.listening as { url: string };
  const said = cli.stdout.split('\n').filter((one) => one.includes('"engineView"'));
  return {
    cli,
    url,
    said: said.map((one) => JSON.parse(one) as { engineView: string; msg: string }),
  };
}

async function watch(url: string, headers: Record<string, string> = {}): Promise<EngineWatcher> {
  const watcher = await EngineWatcher.open(url, headers);
  watchers.push(watcher);
  return watcher;
}

describe('--engine', () => {
  it('says where the view is, and whether its buttons are open and why', async () => {
    const { url, said } = await serve(['--engine'], { NODE_ENV: '' });
    const where = `${url}/engine/`;
    expect(said).toHaveLength(1);
    expect(said[0]!.engineView).toBe(where);
    expect(said[0]!.msg).toBe(
      `engine view at ${where}: its buttons are open to this machine: NODE_ENV is not ` +
        'production, there is no token',
    );
  });

  it('closes the buttons in production, and has none of it without the flag', async () => {
    const { url, said } = await serve(['--engine'], { NODE_ENV: 'production' });
    expect(said[0]!.msg).toContain('its buttons are closed: NODE_ENV is production');
    expect((await watch(url)).hellos[0]!.controls).toBe(false);
    expect((await press(url, { do: 'stop bots' }))[0]).toBe(403);
    const without = await serve([]);
    expect(without.said).toEqual([]);
    expect((await fetch(`${without.url}/engine/stream`)).status).toBe(404);
  });

  it('takes the token from ENGINE_TOKEN, which switches the view on', async () => {
    const { url, said } = await serve([], { ENGINE_TOKEN: token, NODE_ENV: 'production' });
    expect(said[0]!.msg).toContain('it and its buttons need the token');
    expect(JSON.stringify(said)).not.toContain(token);
    const headers = { authorization: `Bearer ${token}` };
    expect((await watch(url, headers)).hellos[0]!.controls).toBe(true);
  });
});

describe('bots', { timeout: 90_000 }, () => {
  const bots = { do: 'bots', game: 'tiny', count: 12 } as const;

  it('join rooms of the game, play, and leave when their time is up', async () => {
    const { url } = await serve(['--engine']);
    const watcher = await watch(url);
    expect(watcher.hellos[0]).toMatchObject({ games: ['tiny'], bots: true });
    expect(await press(url, { ...bots, seconds: 3 })).toEqual([200, { ok: true }]);
    await watcher.until(() => watcher.seconds.at(-1)?.bots === 12);
    await watcher.until(() => watcher.seconds.at(-1)!.clients === 12, botsMs);
    const rooms = () => watcher.rooms.at(-1)!;
    await watcher.until(() => rooms().total === 2);
    expect(rooms().rooms.map(({ game }) => game)).toEqual(['tiny', 'tiny']);
    const first = watcher.frames.length;
    await watcher.until(() => watcher.visits(first).length > 10);
    await watcher.until(() => watcher.seconds.at(-1)!.bots === 0, botsMs);
    await watcher.until(() => watcher.seconds.at(-1)!.clients === 0);
    expect(watcher.seconds.at(-1)!.botsError).toBeNull();
  });

  it('leave when they are told to, and when the server ends', async () => {
    const { cli, url } = await serve(['--engine']);
    const watcher = await watch(url);
    const clients = () => watcher.seconds.at(-1)?.clients;
    await press(url, { ...bots, seconds: 60 });
    await watcher.until(() => clients() === 12, botsMs);
    expect(await press(url, { do: 'stop bots' })).toEqual([200, { ok: true }]);
    await watcher.until(() => clients() === 0 && watcher.seconds.at(-1)!.bots === 0);
    expect(watcher.seconds.at(-1)!.botsError).toBeNull();
    await press(url, { ...bots, seconds: 60 });
    await watcher.until(() => clients() === 12, botsMs);
    cli.child.kill('SIGTERM');
    expect((await cli.ended).code).toBe(0);
    expect(cli.stderr).toBe('');
  });

  it('that cannot stay are told of, in words', async () => {
    // Two rooms of ten are asked for, and there may be one.
    const { url } = await serve(['--engine', '--rooms-max', '1']);
    const watcher = await watch(url);
    await press(url, { ...bots, seconds: 2 });
    await watcher.until(() => watcher.seconds.some(({ botsError }) => botsError !== null), botsMs);
    const { botsError } = watcher.seconds.findLast(({ botsError }) => botsError !== null)!;
    expect(botsError).toMatch(/^bots: \d+ errors?, such as "join: .*raise roomsMax"$/);
  });
});
