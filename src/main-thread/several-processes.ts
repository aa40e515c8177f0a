/**
 * The two options by which several processes become one server to clients: where Redis is, and
 * where this process is. Main thread; checks them, starts nothing.
 */
import { UsageError } from '../base/errors.ts';

/** What clients put between `ws://` and the seat's own path. */
const publicAddressPattern = /^[^\s/?#]+(\/[^\s?#]*)?$/;

/** Never repeats the address: it may hold a password. */
export function redisUrlOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^rediss?:$/.test(parsed.protocol) && parsed.hostname !== '') return url;
  throw refuse('redisUrl must be an address such as redis://127.0.0.1:6379');
}

/** Beside a Redis it is required: a seat in another process is of no use without its address. */
export function publicAddressOf(
  address: string | undefined,
  redisUrl: string | undefined,
): string | undefined {
  if (address === undefined) {
    if (redisUrl === undefined) return undefined;
    const text =
      'publicAddress is missing: with redisUrl, clients need host[:port] of this process';
    throw refuse(text);
  }
  const bare = address.replace(/\/+$/, '');
  if (publicAddressPattern.test(bare) && URL.canParse(`ws://${bare}`)) return bare;
  throw refuse(`publicAddress must be host[:port][/path] without ws://, not "${address}"`);
}

function refuse(text: string): UsageError {
  return new UsageError('OPTION_INVALID', text);
}
