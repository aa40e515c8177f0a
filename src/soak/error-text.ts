/** What was thrown, in a few words that say why. Thread-neutral. */

/** The message, and the cause's where fetch hides it there ("fetch failed"). */
export function errorText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause, message } = thrown;
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  const why = typeof code === 'string' ? code : cause instanceof Error ? cause.message : '';
  return why === '' ? message : `${message} (${why})`;
}
