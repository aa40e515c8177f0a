/**
 * Where this package lies, whether it runs from src/ or from dist/: its version, and what it
 * carries: the demo client, the template of a project. Main thread of the CLI; reads the disk only.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** src/cli/ and dist/cli/ are equally deep. */
const root = new URL('../../', import.meta.url);

/** The version in package.json. */
export function packageVersion(): string {
  const text = readFileSync(new URL('package.json', root), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}

/** The built demo client, where `vite build` has put it; undefined where it is not built. */
export function demoFolder(): URL | undefined {
  const folder = new URL('dist/client-demo/', root);
  return existsSync(new URL('index.html', folder)) ? folder : undefined;
}

/** What `hypogeum new` copies. Part of the package, so it is there. */
export function templateFolder(): string {
  return fileURLToPath(new URL('template/', root));
}
