/** Refuses what an async hook returns: its later half could run while another worker ticks. */
import { UsageError } from '../base/errors.ts';
import { synchronousOnly } from '../game/synchronous.ts';

/** `result` is what the game's function returned. */
export function runHook(hook: string, result: unknown): void {
  if (typeof (result as { then?: unknown } | undefined)?.then !== 'function') return;
  // It goes on nowhere: what it rejects with is this error's cause to be told, not the process's.
  Promise.resolve(result).catch(() => {});
  throw new UsageError(
    'HOOK_ASYNC',
    `${hook} returned a promise; it must be synchronous, ${synchronousOnly}`,
  );
}
