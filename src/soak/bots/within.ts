/** Promises with a limit. Thread-neutral; owns its timer. */

/** `promise`, or a rejection after `ms`; what arrives later goes to `onLate`. */
export function within<Value>(
  promise: Promise<Value>,
  ms: number,
  onLate: (value: Value) => void = () => {},
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer in ${ms / 1e3} s`));
      promise.then(onLate, () => {});
    }, ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
