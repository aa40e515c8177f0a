/** Waiting with a limit, on the main thread. */

/** True when `promise` settles, either way, within `limitMs`; false when the limit comes first. */
export async function settlesWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  const limit = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => limit.resolve(false), limitMs);
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
