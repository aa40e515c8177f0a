/** Cheap invariant checks, on every thread: a violated one is our bug and says so at once. */
import { InvariantError } from './errors.ts';

/** Throws `InvariantError` unless `condition` holds. */
export function assert(condition: boolean, text: string): asserts condition {
  if (!condition) throw new InvariantError(text);
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${String(value)}`);
}
