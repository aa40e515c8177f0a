/**
 * Finds the games of a folder: one file, one game, named as the file. Main thread of the CLI;
 * reads the disk only, imports none of them.
 */
import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../base/errors.ts';

const gameExtensions = new Set(['.ts', '.js', '.mjs']);

/** Room name -> file, in name order. Throws `UsageError` ROOMS_INVALID that names the folder. */
export function findGames(folder: string): Record<string, URL> {
  const games: Record<string, URL> = {};
  for (const file of listFiles(folder)) {
    const extension = extname(file);
    if (!gameExtensions.has(extension) || /\.d\.[^.]+$/.test(file) || file.startsWith('.'))
      continue;
    const name = basename(file, extension);
    const other = games[name];
    if (other !== undefined) {
      throw refuse(`${basename(other.pathname)} and ${file} in ${folder} are both "${name}"`);
    }
    games[name] = pathToFileURL(resolve(folder, file));
  }
  if (Object.keys(games).length > 0) return games;
  throw refuse(`no games in ${folder}: put *.ts, *.js or *.mjs files with defineGame there`);
}

/** A folder that must exist; `source` names the flag it came from. */
export function checkFolder(folder: string, source: string): void {
  const entry = statSync(folder, { throwIfNoEntry: false });
  if (entry === undefined) throw refuse(`there is no folder ${folder}: change ${source}`);
  if (!entry.isDirectory()) throw refuse(`${folder} is not a folder: change ${source}`);
}

function listFiles(folder: string): string[] {
  checkFolder(folder, 'rooms-dir (hypogeum serve rooms-dir)');
  return readdirSync(folder)
    .filter((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile())
    .sort();
}

function refuse(message: string): UsageError {
  return new UsageError('ROOMS_INVALID', message);
}
