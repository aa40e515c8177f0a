/** Finds and loads a scenario's module. Any thread of a soak: each loads its own copy. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../../../base/errors.ts';
import { errorText } from '../../error-text.ts';
import { isScenario, type Scenario } from '../../scenario.ts';

/** `file` is relative to the working directory. Throws `UsageError` that says what is wrong. */
export async function loadScenario(file: string): Promise<Scenario> {
  const path = resolve(file);
  if (!existsSync(path)) throw refuse(`--scenario ${file}: no such file`);
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (cause) {
    throw refuse(`--scenario ${file} cannot be loaded: ${errorText(cause)}`, cause);
  }
  if (isScenario(module.default)) return module.default;
  const wanted = 'has no default export made by defineScenario(...)';
  throw refuse(`--scenario ${file} ${wanted}`);
}

function refuse(text: string, cause?: unknown): UsageError {
  return new UsageError('OPTION_INVALID', text, cause === undefined ? {} : { cause });
}
