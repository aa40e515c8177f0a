/** Waiting with a limit, on the main thread. */

/**
 * True when `promise` settles, either way, within `limitMs`; false when the limit comes first.
 * `holdsProcess`: false where a process that has nothing else to do need not wait for it.
 */
export async function settlesWithin(
  promise: Promise<unknown>,
  limitMs: number,
  holdsProcess = true,
): Promise<boolean> {
  const limit = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => limit.resolve(false), limitMs);
  if (!holdsProcess) timer.unref();
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
