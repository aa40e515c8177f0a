/** The flag table: what is read, and that every refusal names the flag or variable. */
import { describe, expect, it } from 'vitest';
import {
  commonFlags,
  decimal,
  describeFlags,
  type FlagTable,
  jsonObject,
  oneOf,
  parseFlags,
  secondsBetween,
  serverUrl,
  someText,
  wholeNumber,
} from '../../src/cli/flags.ts';

const table = {
  port: { kind: 'value', argument: 'PORT', env: 'PORT', help: 'a port', read: wholeNumber(0, 99) },
  level: { kind: 'value', argument: 'LEVEL', help: 'a level', read: oneOf(['low', 'high']) },
  ramp: { kind: 'value', argument: 'S', help: 'seconds', read: secondsBetween(0, 60) },
  name: { kind: 'value', argument: 'NAME', help: 'a name', read: someText },
  url: { kind: 'value', argument: 'URL', help: 'an address', read: serverUrl },
  options: { kind: 'value', argument: 'JSON', help: 'options', read: jsonObject },
  share: { kind: 'value', argument: 'X', help: 'a share', read: decimal(0, 1) },
  fast: { kind: 'switch', help: 'go fast' },
  ...commonFlags,
} as const satisfies FlagTable;

const parse = (argv: string[], env: Record<string, string> = {}, positionalsMax = 1) =>
  parseFlags(table, argv, env, positionalsMax);

describe('parseFlags', () => {
  it('reads values by type, in both spellings, and positionals', () => {
    const { values, positionals } = parse([
      ...['--port', '12', 'rooms', '--level=high', '--ramp', '1.5', '--name', 'a b'],
      ...['--url', 'ws://127.0.0.1:2567', '--options', '{"drones":500}', '--fast'],
    ]);
    expect(values).toEqual({
      port: 12,
      level: 'high',
      ramp: 1.5,
      name: 'a b',
      url: 'ws://127.0.0.1:2567',
      options: { drones: 500 },
      fast: true,
      help: false,
      version: false,
    });
    expect(positionals).toEqual(['rooms']);
  });

  it('leaves what is not given undefined, and switches off', () => {
    expect(parse([]).values).toMatchObject({ port: undefined, name: undefined, fast: false });
  });

  it('takes the variable where there is no flag; the flag wins; an empty variable is none', () => {
    expect(parse([], { PORT: '7' }).values.port).toBe(7);
    expect(parse(['--port', '8'], { PORT: 'nonsense' }).values.port).toBe(8);
    expect(parse([], { PORT: '' }).values.port).toBeUndefined();
  });

  it('lets --help and -v win over a wrong value elsewhere', () => {
    expect(parse(['--port', 'x', '--help']).values.help).toBe(true);
    expect(parse(['-v'], { PORT: 'x' }).values.version).toBe(true);
  });

  const refusals: [string[], RegExp][] = [
    [['--port', 'abc'], /^--port must be a whole number from 0 to 99, not "abc"$/],
    [['--port', '100'], /^--port must/],
    [['--port', '-1'], /^--port must/],
    [['--port=1e1'], /^--port must/],
    [['--port=0x10'], /^--port must/],
    [['--port='], /^--port must/],
    [['--port'], /^--port needs a value: --port PORT$/],
    [['--port', '--fast'], /^--port needs a value/],
    [['--level', 'mid'], /^--level must be one of low, high, not "mid"$/],
    [['--ramp', '61'], /^--ramp must be a number of seconds from 0 to 60/],
    [['--ramp', 'Infinity'], /^--ramp must/],
    [['--share', '1.01'], /^--share must be a number from 0 to 1, not/],
    [['--share', '.5'], /^--share must/],
    [['--name', ' '], /^--name must not be empty$/],
    [['--url', 'localhost:2567'], /^--url must be an address such as/],
    [['--url', 'ftp://x'], /^--url must/],
    [['--options', '[1]'], /^--options must be a JSON object/],
    [['--options', '{'], /^--options must be a JSON object/],
    [['--fast=yes'], /^--fast takes no value$/],
    [['--nope'], /^there is no flag --nope/],
    [['--constructor', 'x'], /^there is no flag --constructor/],
    [['-x'], /^there is no flag -x/],
    [['a', 'b'], /^"b" is one argument too many$/],
  ];
  it.each(refusals)('refuses %j', (argv, message) => {
    expect(() => parse(argv)).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
    );
  });

  it('names the variable where the variable is wrong', () => {
    expect(() => parse([], { PORT: 'x' })).toThrow(/^PORT must be a whole number/);
  });
});

describe('describeFlags', () => {
  it('aligns the help and names variables', () => {
    const lines = describeFlags(table).split('\n');
    expect(lines[0]).toBe('  --port PORT     a port [env PORT]');
    expect(lines.at(-2)).toBe('  -h, --help      print this text');
  });
});
