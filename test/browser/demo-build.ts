/**
 * The demo's pages as the browser tests serve them: built by Vite once for all tests of the same
 * sources. Owns the folders in node_modules/.cache/demo, one for what the sources were.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { listFiles, projectRoot } from '../house/source-files.ts';

const cache = join(projectRoot, 'node_modules/.cache/demo');
const configFile = join(projectRoot, 'client-demo/vite.config.ts');

/** Returns the folder that was built. */
export async function buildDemo(): Promise<string> {
  const folder = join(cache, fingerprint());
  if (existsSync(folder)) return folder;
  rmSync(cache, { recursive: true, force: true });
  // Under another name until it is whole: a test that is ended on its way leaves nothing behind.
  const outDir = `${folder}.new`;
  await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  renameSync(outDir, folder);
  return folder;
}

/** Of all that the pages are made of. */
function fingerprint(): string {
  const hash = createHash('sha256');
  // Pages run some of the games' rules; packages are what the lock file says.
  const files = ['client-demo', 'rooms'].flatMap((folder) => listFiles(folder));
  for (const path of [...files.sort(), 'package-lock.json']) {
    hash.update(path).update(readFileSync(join(projectRoot, path)));
  }
  return hash.digest('hex').slice(0, 16);
}
