/** What npm takes for the name of a package that stands in a folder of that name. Owns nothing. */
import { builtinModules } from 'node:module';
import { UsageError } from '../base/errors.ts';

const lengthMax = 214;
const pattern = /^[a-z0-9][a-z0-9._-]*$/;
/** A package of these names could not be told from something else; nor from this one. */
const taken = new Set(['node_modules', 'favicon.ico', 'hypogeum', ...builtinModules]);

/** Throws `UsageError` OPTION_INVALID that names what is wrong, and a name that would do. */
export function checkPackageName(name: string): void {
  if (taken.has(name)) throw refuse(name, `is taken: choose another name, such as my-${name}`);
  if (name.length > lengthMax) throw refuse(name, `has over ${lengthMax} characters`);
  if (pattern.test(name)) return;
  const near = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  const hint = near === '' || taken.has(near) ? '' : `, such as ${near.slice(0, lengthMax)}`;
  const rule = 'lower-case letters, digits and - . _ only, a letter or digit first';
  throw refuse(name, `cannot be a package's name: ${rule}${hint}`);
}

function refuse(name: string, text: string): UsageError {
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return new UsageError('OPTION_INVALID', `"${shown}" ${text}`);
}
