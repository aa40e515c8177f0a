/** What addresses look like that an operator gives a server. Pure functions, on any thread. */

/** Where a Redis is: redis://[user:password@]host[:port][/db], or rediss. */
export function isRedisUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^rediss?:$/.test(url.protocol) && url.hostname !== '';
}

/** What clients put between `ws://` and a seat's own path: host[:port][/path]. */
export function isBareAddress(text: string): boolean {
  return /^[^\s/?#@]+(\/[^\s/?#]+)*\/?$/.test(text) && URL.canParse(`ws://${text}`);
}
