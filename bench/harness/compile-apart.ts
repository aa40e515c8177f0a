/**
 * Compiles loops of a side's own. V8 keeps what it learns of a loop's calls by the loop's text:
 * functions made from the same text share it, and a loop that serves both sides meets two classes
 * and is as slow as its slower half. So each text gets a number. Runs in a benchmark's process.
 */
let compiled = 0;

/** As `new Function`, but no other function's. */
export function compileApart<Compiled>(parameters: readonly string[], body: string): Compiled {
  return new Function(...parameters, `${body} // ${compiled++}`) as Compiled;
}
