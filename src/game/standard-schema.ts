/**
 * Standard Schema, version 1, as far as messages need it: what zod, valibot, arktype and others
 * implement, so that none of them is a dependency. Thread-neutral; types, and the one call.
 */

/** A schema's face: the property that every such library puts on its schemas. */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined;
  };
}

type SchemaResult =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly object[] };

/** What the schema makes of a value that it accepts: with defaults and transformations applied. */
export type SchemaOutput<Schema> = Schema extends {
  readonly '~standard': { readonly types?: { readonly output: infer Output } | undefined };
}
  ? Output
  : unknown;

/** More of them would make a long answer to a short message. */
const issuesToldMax = 64;

/**
 * The schema's output for `value`. Throws an Error as stock Colyseus does, word for word, because
 * a client that made a request is told its text: the issues as JSON.
 */
export function validated(schema: StandardSchema, value: unknown): unknown {
  const result = schema['~standard'].validate(value);
  if (isPromise(result)) {
    // It goes on nowhere, and must not end the process should it fail.
    result.catch(() => {});
    throw new Error('Schema validation must be synchronous');
  }
  if (result.issues) {
    throw new Error(JSON.stringify(result.issues.slice(0, issuesToldMax), null, 2));
  }
  return result.value;
}

/** True for anything with the face of a schema. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const face = (value as Partial<StandardSchema>)['~standard'];
  return face?.version === 1 && typeof face.validate === 'function';
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Partial<Promise<unknown>>).then === 'function';
}
