/** `hypogeum serve` as a process: its one line, its answers, its ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { create } from '../e2e/player.ts';
import { CliProcess, gamesFolder } from './run-cli.ts';

const started: CliProcess[] = [];

afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  }
});

function serve(args: string[] = [], env: Record<string, string> = {}): CliProcess {
  const common = [gamesFolder, '--host', '127.0.0.1', '--port', '0'];
  const cli = new CliProcess(['serve', ...common, ...args], env);
  started.push(cli);
  return cli;
}

async function urlOf(cli: CliProcess): Promise<string> {
  const line = JSON.parse(await cli.lineWith('"listening"')) as { listening: { url: string } };
  return line.listening.url;
}

describe('serve', () => {
  it('says where it listens in one JSON line, with workers and games', async () => {
    const cli = serve(['--workers', '3']);
    const line: unknown = JSON.parse(await cli.lineWith('"listening"'));
    expect(line).toMatchObject({
      level: 30,
      msg: expect.stringMatching(/^listening on http:\/\/127\.0\.0\.1:\d+ with 3 workers: tiny$/),
      listening: { workers: 3, games: ['tiny'] },
    });
    expect(cli.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('serves the examples, as npm start does', async () => {
    const listen = ['--host', '127.0.0.1', '--port', '0', '--workers', '1'];
    const cli = new CliProcess(['serve', 'rooms', ...listen]);
    started.push(cli);
    const url = await urlOf(cli);
    expect(cli.stdout).toContain('1 workers: parlor, pinball, skirmish, swarm; rooms: lobby');
    const parlor = await create<{ phase: string }>(url, 'parlor');
    expect(parlor.state.phase).toBe('waiting');
    await parlor.room.leave();
  });

  it('answers /stats only with --stats', async () => {
    const [without, with_] = [serve(), serve(['--stats'])];
    expect((await fetch(`${await urlOf(without)}/stats`)).status).toBe(404);
    const response = await fetch(`${await urlOf(with_)}/stats`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ rooms: [], workers: expect.any(Array) });
  });

  it('sends checksums with --checksum-every, and none without', async () => {
    const [without, with_] = [serve(), serve(['--checksum-every', '2'])];
    const [plain, told] = [
      await create(await urlOf(without), 'tiny'),
      await create(await urlOf(with_), 'tiny'),
    ];
    await told.message('hypogeum:checksum');
    await Promise.all([plain.frames(5), told.frames(5)]);
    expect(plain.messages).toEqual([]);
    expect(told.messages.length).toBeLessThan(told.patches);
    await Promise.all([plain, told].map(({ room }) => room.leave()));
  });

  it('takes WORKERS and LOG_LEVEL from the environment', async () => {
    const cli = serve([], { WORKERS: '1', LOG_LEVEL: 'debug' });
    const line: unknown = JSON.parse(await cli.lineWith('"listening"'));
    expect(line).toMatchObject({ listening: { workers: 1 } });
  });

  it('serves --public at /', async () => {
    const cli = serve(['--public', gamesFolder]);
    expect(await (await fetch(`${await urlOf(cli)}/tiny.ts`)).text()).toContain('defineGame');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('drains and exits 0 within 3 s at %s', async (signal) => {
    const cli = serve();
    await urlOf(cli);
    const askedMs = performance.now();
    cli.child.kill(signal);
    const end = await cli.ended;
    expect(performance.now() - askedMs).toBeLessThan(3_000);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).toContain('draining');
  });

  it('ends with the shell of npm, which keeps a SIGTERM to itself', async () => {
    const script = '"$0" --conditions=hypogeum-source src/cli/main.ts serve "$1" --port 0; true';
    const shell = spawn('sh', ['-c', script, process.execPath, gamesFolder], {
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('listening on') && !shell.killed) shell.kill('SIGTERM');
    });
    // The pipe closes when the last process that holds it has ended.
    await once(shell, 'close');
    expect(said).toContain('"why":"the parent process is gone","msg":"draining"');
  });

  it('exits at once at a second Ctrl-C', async () => {
    const cli = serve();
    await urlOf(cli);
    cli.child.kill('SIGINT');
    cli.child.kill('SIGINT');
    const end = await cli.ended;
    // Either the drain was faster, or the second signal cut it off.
    expect([0, 130]).toContain(end.code);
  });
});
