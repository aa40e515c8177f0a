/** The token, kept while this tab is open. Where nothing may be kept, it is asked for again. */
const key = 'hypogeum-engine-token';

export function keptToken(): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** '' forgets it. */
export function keepToken(token: string): void {
  try {
    if (token === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, token);
  } catch {
    // A browser that keeps nothing.
  }
}
