/**
 * Why a game's module could not be loaded, as one line for its author: above all which package is
 * missing, and where it is looked for. Main thread.
 */
import { type ErrorRecord, toErrorRecord } from '../../base/errors.ts';

/** `url` is the module that was to be loaded. */
export function loadErrorText(thrown: unknown, url: string): string {
  const { code, text }: ErrorRecord = toErrorRecord(thrown);
  const missing =
    code === 'ERR_MODULE_NOT_FOUND' ? /^Cannot find package '([^']+)'/.exec(text) : null;
  if (missing === null) return `${url} cannot be loaded: ${text}`;
  const [, name] = missing;
  return `${url} imports the package "${name}", which is not installed: npm install ${name}`;
}
