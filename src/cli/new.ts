/**
 * `hypogeum new`: copies the package's template to a folder of the project's name and fills in
 * what differs. Main thread of the CLI; owns the folder that it makes.
 */
import { cpSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { toErrorRecord, UsageError } from '../base/errors.ts';
import { commonFlags, describeFlags, type FlagTable, parseFlags, someText } from './flags.ts';
import { checkPackageName } from './package-name.ts';
import { packageVersion, templateFolder } from './package-root.ts';

/**
 * npm leaves .gitignore and .dockerignore out of packages, and takes whatever lies beside a
 * package.json for another package.
 */
const storedNames = {
  gitignore: '.gitignore',
  dockerignore: '.dockerignore',
  'manifest.json': 'package.json',
};
/** Where the template leaves a place for the project's name or this package's version. */
const filledIn = ['package.json', 'README.md', 'Dockerfile', 'client/index.html'];

const newFlags = {
  hypogeum: {
    kind: 'value',
    argument: 'SPEC',
    help: 'its hypogeum in package.json, such as file:../hypogeum.tgz (default: this version)',
    read: someText,
  },
  ...commonFlags,
} as const satisfies FlagTable;

const help = `hypogeum new: start a game

Usage
  hypogeum new FOLDER [flags]

Makes a folder with a small game that runs: a room, a page, a test, a Dockerfile. Its name is also
the package's: lower-case letters, digits, - . _

Flags
${describeFlags(newFlags)}
`;

export function newProject(argv: readonly string[]): void {
  const { values, positionals } = parseFlags(newFlags, argv, process.env, 1);
  if (values.help || values.version) {
    process.stdout.write(values.help ? help : `${packageVersion()}\n`);
    return;
  }
  const [folder] = positionals;
  if (folder === undefined) {
    throw new UsageError('OPTION_INVALID', 'name the project: hypogeum new NAME (see --help)');
  }
  const name = basename(resolve(folder));
  checkPackageName(name);
  checkVacant(folder);
  try {
    copyTemplate(folder, name, values.hypogeum ?? packageVersion());
  } catch (thrown) {
    const { text } = toErrorRecord(thrown);
    throw new UsageError('OPTION_INVALID', `cannot write ${folder}: ${text}`, { cause: thrown });
  }
  const enter = folder === '.' ? '' : `\n  cd ${folder}`;
  process.stdout.write(`${name} has a room, a page and a test. Next:
${enter}
  npm install
  npm run dev

Then open http://localhost:2567 in two windows.
`);
}

/** A folder of that name may be there, if nothing is in it. */
function checkVacant(folder: string): void {
  const entry = statSync(folder, { throwIfNoEntry: false });
  if (entry === undefined || (entry.isDirectory() && readdirSync(folder).length === 0)) return;
  const what = entry.isDirectory() ? 'is there, and is not empty' : 'is there, and is a file';
  throw new UsageError('OPTION_INVALID', `${resolve(folder)} ${what}: choose another name`);
}

function copyTemplate(folder: string, name: string, hypogeum: string): void {
  cpSync(templateFolder(), folder, { recursive: true, errorOnExist: true, force: false });
  for (const [stored, wanted] of Object.entries(storedNames)) {
    renameSync(join(folder, stored), join(folder, wanted));
  }
  for (const path of filledIn) {
    const file = join(folder, path);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll('{{name}}', name).replaceAll('{{hypogeum}}', hypogeum));
  }
}
