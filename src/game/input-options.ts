/**
 * The `input` option of `defineGame`, with stock's `defineInput` options: how many inputs wait,
 * what stands in for one that did not come, and what is done with each before anybody reads it.
 */
import { UsageError } from '../base/errors.ts';
import { inputBacklogDefault, inputBacklogLimit } from '../base/limits.ts';
import type { SchemaClass } from '../schema/schema-class.ts';
import type { FieldsPlan } from '../schema/state-plan.ts';
import type { EntityFields, StepContext } from './step-context.ts';

/**
 * What `next` and `drain` give when nothing waits: the defaults (`true`), some fields on top of
 * them, or what a function says, called only then. It may return `latest` itself.
 */
export type IdleInput<State, Input> =
  | true
  | Partial<EntityFields<Input>>
  | ((
      ctx: StepContext<State, Input>,
      slot: number,
      latest: Readonly<EntityFields<Input>>,
    ) => true | Partial<EntityFields<Input>>);

/**
 * Done to each input before it is the `latest` or waits. Ranges by field, NaN becomes the minimum;
 * or a function that changes the input in place. It modifies and never refuses.
 */
export type SanitizeInput<Input> =
  | Readonly<Partial<Record<keyof EntityFields<Input>, readonly [min: number, max: number]>>>
  | ((input: EntityFields<Input>) => void);

export interface InputSpec<State, Input> {
  readonly type: SchemaClass<Input>;
  /** Inputs that wait per client, 1 … 1,024; default 32. Then the oldest is dropped. */
  readonly bufferMaxSize?: number;
  readonly idle?: IdleInput<State, Input>;
  readonly sanitize?: SanitizeInput<Input>;
}

type Fields = Readonly<Record<string, unknown>>;

/** The option as the engine uses it: it does not know the game's types. */
export interface InputOptions {
  readonly type: SchemaClass;
  readonly backlog: number;
  readonly idle: Fields | true | ((ctx: unknown, slot: number, latest: Fields) => Fields | true);
  readonly hasIdle: boolean;
  readonly sanitize: ((input: never) => void) | undefined;
}

const knownKeys: ReadonlySet<string> = new Set(['type', 'bufferMaxSize', 'idle', 'sanitize']);

/** @throws UsageError GAME_INVALID naming the option. */
export function readInputOption(given: unknown): InputOptions | undefined {
  if (given === undefined) return undefined;
  const spec = (isFields(given) ? given : { type: given }) as Partial<InputSpec<unknown, unknown>>;
  for (const key of Object.keys(spec)) {
    if (!knownKeys.has(key)) {
      invalid(`input.${key}: no such option; there are ${[...knownKeys].join(', ')}`);
    }
  }
  if (spec.type === undefined) invalid("input.type: the input's class is missing");
  const { bufferMaxSize: backlog = inputBacklogDefault, idle, sanitize } = spec;
  if (!Number.isInteger(backlog) || backlog < 1 || backlog > inputBacklogLimit) {
    invalid(`input.bufferMaxSize: ${backlog} is not a whole number from 1 to ${inputBacklogLimit}`);
  }
  const isIdle = idle === true || typeof idle === 'function' || isFields(idle);
  if (idle !== undefined && !isIdle) {
    invalid('input.idle: true, fields of the input, or a function was expected');
  }
  return {
    type: spec.type as SchemaClass,
    backlog,
    idle: (idle ?? true) as InputOptions['idle'],
    hasIdle: idle !== undefined,
    sanitize: sanitizer(sanitize),
  };
}

/** Once the input's fields are known: what the options name must be among them. */
export function checkInputFields(options: InputOptions, given: unknown, plan: FieldsPlan): void {
  const { sanitize } = given as { sanitize?: unknown };
  const names = new Set(plan.fields.map(({ name }) => name));
  const { idle } = options;
  for (const [option, fields] of Object.entries({ sanitize, idle })) {
    if (!isFields(fields)) continue;
    for (const name of Object.keys(fields)) {
      if (!names.has(name)) invalid(`input.${option}.${name}: the input has no such field`);
    }
  }
}

function sanitizer(given: unknown): InputOptions['sanitize'] {
  if (given === undefined) return undefined;
  if (typeof given === 'function') return given as InputOptions['sanitize'];
  if (!isFields(given)) invalid('input.sanitize: ranges by field, or a function, was expected');
  const names: string[] = [];
  const ranges: [number, number][] = [];
  for (const [name, range] of Object.entries(given as Fields)) {
    const [min, max] = Array.isArray(range) ? range : [];
    if (typeof min !== 'number' || typeof max !== 'number' || !(min <= max)) {
      invalid(`input.sanitize.${name}: [min, max] was expected, two numbers in order`);
    }
    names.push(name);
    ranges.push([min, max]);
  }
  return (input: Record<string, number>) => {
    for (let i = 0; i < names.length; i++) {
      const value = input[names[i]];
      const [min, max] = ranges[i];
      // NaN fails both comparisons and becomes the minimum.
      input[names[i]] = value >= min ? (value <= max ? value : max) : min;
    }
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function invalid(text: string): never {
  throw new UsageError('GAME_INVALID', text);
}
