/**
 * The one way the CLI ends badly: the operator's or author's mistake is one line that names what
 * to change, anything else is a bug and keeps its stack. Main thread of the CLI; owns stderr.
 */
import { writeSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';

/** Prints `thrown` and ends the process with exit code 1. */
export function fail(thrown: unknown): never {
  const text = `${failureText(thrown)}\n`;
  // Synchronous: a pipe would lose what process.exit finds still queued.
  try {
    writeSync(2, text);
  } catch {
    // Nobody listens on stderr; the exit code still says it.
  }
  process.exit(1);
}

/** What `fail` prints, without the final line end. */
function failureText(thrown: unknown): string {
  if (thrown instanceof UsageError) return `hypogeum: ${oneLine(thrown.message)}`;
  if (thrown instanceof Error) return `hypogeum: unexpected: ${thrown.stack ?? String(thrown)}`;
  return `hypogeum: unexpected: ${String(thrown)}`;
}

/** Text from elsewhere (a parser, a system call) as one line. */
function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' | ');
}
