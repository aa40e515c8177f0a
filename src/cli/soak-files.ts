/** The files that a soak writes: its report, and a file for each desync. Main thread of the CLI. */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import type { DesyncReport } from '../soak/report/soak-report.ts';

/** Found out before the run, not after it. */
export function checkWritable(flag: string, file: string): void {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder) throw refuse(`${flag} must name a file, and ${file} is a folder`);
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (cause) {
    throw refuse(`${flag} cannot write to ${dirname(file)}`, cause);
  }
}

export function writeText(flag: string, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw refuse(`${flag} cannot write ${file}: ${String(cause)}`, cause);
  }
}

/** One file each, beside the report's or here. Returns their names. */
export function writeDesyncs(
  desyncs: readonly DesyncReport[],
  jsonFile: string | undefined,
): string[] {
  const folder = jsonFile === undefined ? '.' : dirname(jsonFile);
  const files = new Set<string>();
  for (const desync of desyncs) {
    const { roomId, tick, bot } = desync;
    const name = join(folder, `desync-${roomId}-${tick}.json`);
    // Bots of one room that went wrong at the same tick.
    const file = files.has(name) ? join(folder, `desync-${roomId}-${tick}-${bot}.json`) : name;
    writeText('--json', file, toJson(desync));
    files.add(file);
  }
  return [...files];
}

/** A state may hold 64-bit integers, which JSON writes as text here. */
export function toJson(value: object): string {
  const text = JSON.stringify(
    value,
    (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner),
    2,
  );
  return `${text}\n`;
}

function refuse(message: string, cause?: unknown): UsageError {
  return new UsageError('OPTION_INVALID', message, cause === undefined ? {} : { cause });
}
