/** For tests that run programs: a program that failed, in its own words. Owns nothing. */

/** Throws what a child said, which is what a failing test must show, besides its exit code. */
export function explain(error: Error & { stdout?: string; stderr?: string }): never {
  throw new Error(`${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
}
