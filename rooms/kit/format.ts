/** Formats of messages without a library: Standard Schemas out of functions that read a value. */
import type { StandardSchema } from 'hypogeum/game';

export interface Format<Output> extends StandardSchema {
  readonly '~standard': StandardSchema['~standard'] & {
    readonly types?: { readonly input: unknown; readonly output: Output };
  };
}

/** A whole number from 0 to `bound` - 1. */
export function index(bound: number): Format<number> {
  const isIndex = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
  return format(`a whole number from 0 to ${bound - 1}`, (value) =>
    isIndex(value) && Number(value) < bound ? Number(value) : undefined,
  );
}

/** A text, trimmed and cut to `charsMax`; up to three bytes a character in the state. */
export function text(charsMax: number): Format<string> {
  return format('a text', (value) => readText(value, charsMax));
}

export function readText(value: unknown, charsMax: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.slice(0, charsMax).toWellFormed().trim();
}

/** `read` returns undefined for what is not `expected`, such as 'a text'. */
function format<Output>(
  expected: string,
  read: (value: unknown) => Output | undefined,
): Format<Output> {
  const issues = [{ message: `${expected} was expected` }];
  const validate = (value: unknown) => {
    const output = read(value);
    return output === undefined ? { issues } : { value: output };
  };
  return { '~standard': { version: 1, vendor: 'rooms/kit', validate } };
}
