/**
 * Command line flags as a table: what a flag is called, which environment variable stands in for
 * it, how its text is read and what its help says. Every check of a flag's value is here, and
 * every refusal names the flag or variable to change. Main thread of the CLI; owns nothing.
 */
import { parseArgs } from 'node:util';
import { isBareAddress, isRedisUrl } from '../base/addresses.ts';
import { UsageError } from '../base/errors.ts';

/** A flag that takes a value: `--name VALUE`, or `$env` where the flag is not given. */
export interface ValueFlag<Value> {
  readonly kind: 'value';
  /** The value's name in the help text, such as PORT. */
  readonly argument: string;
  readonly env?: string;
  readonly help: string;
  /** Turns text into a value. `source` is the flag or variable that the text came from. */
  readonly read: (text: string, source: string) => Value;
}

/** A flag that is there or is not. */
export interface SwitchFlag {
  readonly kind: 'switch';
  readonly short?: string;
  readonly help: string;
}

export type FlagTable = Readonly<Record<string, ValueFlag<unknown> | SwitchFlag>>;

/** The values of a table: `undefined` where neither the flag nor its variable was given. */
export type FlagValues<Flags extends FlagTable> = {
  readonly [Name in keyof Flags]: Flags[Name] extends ValueFlag<infer Value>
    ? Value | undefined
    : boolean;
};

export interface ParsedFlags<Flags extends FlagTable> {
  readonly values: FlagValues<Flags>;
  readonly positionals: readonly string[];
}

/** Every command has these two. */
export const commonFlags = {
  help: { kind: 'switch', short: 'h', help: 'print this text' },
  version: { kind: 'switch', short: 'v', help: 'print the version' },
} as const satisfies FlagTable;

/** Reads `argv` by `flags`. Throws `UsageError` OPTION_INVALID that names the flag. */
export function parseFlags<Flags extends FlagTable>(
  flags: Flags,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  positionalsMax: number,
): ParsedFlags<Flags> {
  const { values: texts, positionals } = splitArguments(flags, argv);
  const surplus = positionals[positionalsMax];
  if (surplus !== undefined) throw refuse(`"${surplus}" is one argument too many`);
  // A --help or --version wins over whatever else is wrong with the line or the environment.
  const asksOnly = texts.help === true || texts.version === true;
  const values: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(flags)) {
    if (flag.kind === 'switch') values[name] = texts[name] === true;
    else values[name] = asksOnly ? undefined : readValue(name, flag, texts[name], env);
  }
  return { values: values as FlagValues<Flags>, positionals };
}

/** The table as aligned help lines. */
export function describeFlags(flags: FlagTable): string {
  const entries = Object.entries(flags).map(([name, flag]) => ({
    left: flag.kind === 'value' ? `--${name} ${flag.argument}` : shortAndLong(name, flag),
    help: flag.kind === 'value' && flag.env ? `${flag.help} [env ${flag.env}]` : flag.help,
  }));
  const width = Math.max(...entries.map((entry) => entry.left.length));
  return entries.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`).join('\n');
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number) {
  return (text: string, source: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw refuse(`${source} must be a whole number from ${min} to ${max}, not "${text}"`);
  };
}

/** A number of seconds from `min` to `max`, fractions allowed. */
export function secondsBetween(min: number, max: number) {
  return (text: string, source: string): number => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw refuse(`${source} must be a number of seconds from ${min} to ${max}, not "${text}"`);
  };
}

/** A number from `min` to `max`, fractions allowed. */
export function decimal(min: number, max: number) {
  return (text: string, source: string): number => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw refuse(`${source} must be a number from ${min} to ${max}, not "${text}"`);
  };
}

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]) {
  return (text: string, source: string): Word => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    throw refuse(`${source} must be one of ${words.join(', ')}, not "${text}"`);
  };
}

/** Any text but the empty one. */
export function someText(text: string, source: string): string {
  if (text.trim() !== '') return text;
  throw refuse(`${source} must not be empty`);
}

/** An address of a server: http, https, ws or wss. */
export function serverUrl(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^(https?|wss?):$/.test(url.protocol)) return text;
  throw refuse(`${source} must be an address such as http://127.0.0.1:2567, not "${text}"`);
}

/** An address of a Redis. The refusal does not repeat it: it may hold a password. */
export function redisUrl(text: string, source: string): string {
  if (isRedisUrl(text)) return text;
  throw refuse(`${source} must be an address such as redis://127.0.0.1:6379`);
}

/** A secret of letters, digits and a few signs. The refusal does not repeat it. */
export function secret(text: string, source: string): string {
  if (/^[A-Za-z0-9._~+/=-]{8,256}$/.test(text)) return text;
  throw refuse(`${source} must be 8 to 256 letters, digits or any of . _ ~ + / = -`);
}

/** Host, perhaps port, perhaps path, as clients are told: without a scheme. */
export function bareAddress(text: string, source: string): string {
  if (isBareAddress(text)) return text;
  throw refuse(`${source} must be host[:port][/path] without ws://, not "${text}"`);
}

/** A JSON object, such as {"drones":500}. */
export function jsonObject(text: string, source: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Said below, in words that name the flag.
  }
  throw refuse(`${source} must be a JSON object such as '{"drones":500}', not '${text}'`);
}

interface SplitArguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

function splitArguments(flags: FlagTable, argv: readonly string[]): SplitArguments {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const [name, flag] of Object.entries(flags)) {
    if (flag.kind === 'value') options[name] = { type: 'string' };
    else options[name] = { type: 'boolean', ...(flag.short ? { short: flag.short } : {}) };
  }
  // Not strict: its errors are two sentences long and speak of "positional arguments".
  const parsed = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | boolean | undefined> = {};
  for (const token of parsed.tokens) {
    if (token.kind !== 'option') continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (flag === undefined) throw refuse(`there is no flag ${token.rawName} (see --help)`);
    if (flag.kind === 'switch') {
      if (token.value !== undefined) throw refuse(`${token.rawName} takes no value`);
      values[token.name] = true;
    } else {
      const isNextFlag = !token.inlineValue && token.value?.startsWith('--');
      if (token.value === undefined || isNextFlag) {
        throw refuse(`${token.rawName} needs a value: ${token.rawName} ${flag.argument}`);
      }
      values[token.name] = token.value;
    }
  }
  return { values, positionals: parsed.positionals };
}

function readValue(
  name: string,
  flag: ValueFlag<unknown>,
  given: string | boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
): unknown {
  if (typeof given === 'string') return flag.read(given, `--${name}`);
  const inherited = flag.env ? env[flag.env] : undefined;
  // An empty variable is how shells and compose files say "not set".
  return inherited && flag.env ? flag.read(inherited, flag.env) : undefined;
}

function shortAndLong(name: string, flag: SwitchFlag): string {
  return flag.short ? `-${flag.short}, --${name}` : `--${name}`;
}

function refuse(message: string): UsageError {
  return new UsageError('OPTION_INVALID', message);
}
