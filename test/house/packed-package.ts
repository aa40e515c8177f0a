/** The package as npm would publish it: built and packed from a copy of the project. Runs npm. */
import { execFile } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { explain } from './explain.ts';
import { projectRoot } from './source-files.ts';

const execute = promisify(execFile);

/** What `npm pack` and the build read; a copy, so that dist/ here stays as it is. */
const packed = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'src',
  'client-demo',
  'engine-view',
  'rooms', // rules that the demo's pages run as well
  'template',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];

/** Packs into `folder`; returns the tarball's path. Takes some 10 s. */
export async function packInto(folder: string): Promise<string> {
  const source = join(folder, 'source');
  await mkdir(source);
  for (const name of packed) {
    await cp(join(projectRoot, name), join(source, name), { recursive: true });
  }
  await symlink(join(projectRoot, 'node_modules'), join(source, 'node_modules'), 'junction');
  const { stdout } = await execute('npm', ['pack', '--silent'], { cwd: source }).catch(explain);
  return join(source, stdout.trim().split('\n').at(-1)!);
}
