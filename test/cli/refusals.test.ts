/** What the command line refuses: one line on stderr, no stack, exit code 1. */
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { type CliEnd, gamesFolder, runCli, temporaryFolder } from './run-cli.ts';

const folders = {
  empty: temporaryFolder({ 'README.md': '', 'types.d.ts': 'export {};', 'inner/a.ts': '' }),
  notGame: temporaryFolder({ 'answer.mjs': 'export default 42;' }),
  noDefault: temporaryFolder({ 'silent.js': 'export const x = 1;' }),
  syntax: temporaryFolder({ 'broken.ts': 'export default {\n  oops: ;\n};' }),
  missing: temporaryFolder({ 'lonely.mjs': "import 'no-such-package-anywhere';" }),
  missingFile: temporaryFolder({ 'torn.mjs': "import './no-such-file.ts';" }),
  throws: temporaryFolder({ 'angry.mjs': "throw new Error('two\\nlines');" }),
  twice: temporaryFolder({ 'same.ts': '', 'same.js': '' }),
};

afterAll(() => {
  for (const { remove } of Object.values(folders)) remove();
});

function expectOneLine(end: CliEnd, message: RegExp): void {
  expect(end.stderr).toMatch(/^hypogeum: [^\n]+\n$/);
  expect(end.stderr).toMatch(message);
  expect(end.stderr).not.toMatch(/\n\s+at /);
  expect(end.code).toBe(1);
}

describe('a bad line', () => {
  const cases: [string[], RegExp][] = [
    [[], /name a command: serve or soak/],
    [['serv'], /there is no command "serv"/],
    [['serve', '--port', 'abc'], /--port must be a whole number/],
    [['serve', '--workers', '0'], /--workers must be a whole number from 1/],
    [['serve', '--checksum-every', '-1'], /--checksum-every must be a whole number from 0/],
    [['serve', '--checksum-every', 'all'], /--checksum-every must be a whole number from 0/],
    [['serve', '--log-level', 'loud'], /--log-level must be one of fatal/],
    [['serve', 'no-such-folder'], /there is no folder no-such-folder: .*rooms-dir/],
    [['serve', 'package.json'], /package.json is not a folder/],
    [['serve', gamesFolder, '--public', 'no-such-folder'], /no-such-folder: change --public/],
    [['serve', '--redis-url', 'http://a:secret@b'], /--redis-url must be .*redis:\/\/127[^@]*$/],
    [['serve', gamesFolder, '--redis-url', 'redis://a'], /--public-address .* is required/],
    [['serve', '--public-address', 'ws://a'], /--public-address must be host/],
    [['serve', '--engine-token', 'short'], /--engine-token must be 8 to 256 letters, digits/],
    [['serve', '--engine-token', 'not a secret'], /--engine-token must be 8 to 256 [^"]*$/],
    [['serve', '--engine=yes'], /--engine takes no value/],
    [['soak'], /--room/],
    [['soak', '--room', 'x', '--bots', '2', '--rooms', '3'], /bots \(2\)/],
    [['soak', '--room', 'x', '--json', 'no-such-folder/x.json'], /--json cannot write/],
    [['soak', '--room', 'x', '--html', 'src'], /--html must name a file/],
    [['soak', '--room', 'x', '--kind', 'fake'], /--kind must be one of sdk, raw/],
    [['soak', '--room', 'x', '--max-errors', '-1'], /--max-errors must be a whole number from 0/],
    [['soak', '--room', 'x', '--max-ack-p99', 'slow'], /--max-ack-p99 must be a number from 0/],
    [['soak', '--room', 'x', '--storm', '--bots', '1'], /bots \(1\) must be at least two a room/],
    [['soak', '--room', 'x', '--scenario', 'no-such.ts'], /--scenario no-such.ts: no such file/],
    [['soak', '--room', 'x', '--rooms-dir', 'no-such-folder'], /no folder no-such-folder/],
  ];
  it.each(cases)('%j', async (args, message) => {
    expectOneLine(await runCli(args), message);
  });

  it('names a wrong environment variable', async () => {
    expectOneLine(await runCli(['serve'], { PORT: '70000' }), /PORT must be/);
    expectOneLine(await runCli(['serve'], { ENGINE_TOKEN: 'a b' }), /ENGINE_TOKEN must be 8 to/);
    const redis = await runCli(['serve', gamesFolder], { REDIS_URL: 'redis://127.0.0.1:1' });
    expectOneLine(redis, /REDIS_URL.*PUBLIC_ADDRESS\) is required/);
  });
});

describe('a bad folder of games', () => {
  const cases: [keyof typeof folders, RegExp][] = [
    ['empty', /no games in .*: put/],
    ['notGame', /answer.*defineGame/],
    ['noDefault', /silent.*defineGame/],
    ['syntax', /broken\.ts/],
    [
      'missing',
      /game "lonely": .*lonely\.mjs imports the package "no-such-package-anywhere", .*npm install/,
    ],
    ['missingFile', /game "torn": .*torn\.mjs cannot be loaded: .*no-such-file\.ts/],
    ['throws', /angry\.mjs.*two \| lines/],
    ['twice', /same\.js and same\.ts .* are both "same"/],
  ];
  it.each(cases)('%s', async (name, message) => {
    expectOneLine(await runCli(['serve', folders[name].folder, '--port', '0']), message);
  });
});

describe('a bad address', () => {
  it('says which port is taken and which flag to change', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const end = await runCli(['serve', gamesFolder, '--host', '127.0.0.1', '--port', `${port}`]);
    other.close();
    expectOneLine(end, new RegExp(`port ${port} is taken .*--port`));
  });

  it('names --host where the address is not of this machine', async () => {
    const end = await runCli(['serve', gamesFolder, '--host', '192.0.2.1', '--port', '0']);
    expectOneLine(end, /cannot listen on 192\.0\.2\.1:0: change --host/);
  });
});

describe('help', () => {
  it.each([
    [['--help'], 'hypogeum serve [rooms-dir]'],
    [['serve', '--help'], '--log-level LEVEL'],
    [['soak', '-h'], '--room NAME'],
  ])('%j is on stdout with exit code 0', async (args, text) => {
    const end = await runCli(args);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).toContain(text);
    for (const line of end.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('prints the version', async () => {
    const end = await runCli(['--version']);
    expect(end).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
