/**
 * Finds the types of `.noSync()` fields. `schema({...})` keeps no trace of them but their defaults,
 * so this file wraps the one step every field passes through, `FieldBuilder.toDefinition`, and
 * gives a server-only field a default that tells its type while a plan is being compiled, and is
 * the author's own at any other time. It must be loaded before the schema classes are made:
 * `hypogeum/game` loads it, and so do the server and the workers before they load a game.
 */
import { type BuilderDefinition, FieldBuilder } from '@colyseus/schema';

/** A server-only field, as its builder described it. */
export class ServerOnlyField {
  readonly type: unknown;
  readonly isOptional: boolean;
  readonly defaultValue: unknown;

  constructor(definition: BuilderDefinition) {
    this.type = definition.type;
    this.isOptional = definition.optional ?? false;
    this.defaultValue = definition.hasDefault ? definition.default : undefined;
  }
}

interface Definable {
  toDefinition(): BuilderDefinition;
}

let isProbing = false;
const installed = Symbol.for('hypogeum.server-only');

/** Runs `read` while the defaults of server-only fields are `ServerOnlyField`s. */
export function probeServerOnly<Result>(read: () => Result): Result {
  isProbing = true;
  try {
    return read();
  } finally {
    isProbing = false;
  }
}

function install(): void {
  const prototype = FieldBuilder.prototype as unknown as Definable & Record<symbol, boolean>;
  if (prototype[installed]) return;
  prototype[installed] = true;
  const original = prototype.toDefinition;
  prototype.toDefinition = function toDefinition(this: Definable): BuilderDefinition {
    const definition = original.call(this);
    if (!definition.noSync) return definition;
    const field = new ServerOnlyField(definition);
    const own = ownDefault(definition);
    return { ...definition, hasDefault: true, default: () => (isProbing ? field : own()) };
  };
}

/** What stock would have put there: a clone, a factory's value, or the value itself. */
function ownDefault(definition: BuilderDefinition): () => unknown {
  const value: unknown = definition.hasDefault ? definition.default : undefined;
  if (typeof value === 'function') return value as () => unknown;
  const clone = (value as { clone?: unknown } | undefined)?.clone;
  if (typeof clone === 'function') return () => clone.call(value);
  return () => value;
}

install();
