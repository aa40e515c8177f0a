/** The view's page as it was built, and the version that it shows. Main thread; reads the disk. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** src/main-thread/engine-view/ and dist/main-thread/engine-view/ are equally deep. */
const root = new URL('../../../', import.meta.url);
const folder = new URL('dist/engine-view/', root);

export const pageFile = fileURLToPath(new URL('index.html', folder));
export const assetsFolder = fileURLToPath(new URL('assets/', folder));

export function isPageBuilt(): boolean {
  return existsSync(pageFile);
}

/** Of this package. */
export function packageVersion(): string {
  const text = readFileSync(new URL('package.json', root), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
