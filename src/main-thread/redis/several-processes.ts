/**
 * The two options by which several processes become one server to clients: where Redis is, and
 * where this process is. Main thread; checks them, starts nothing.
 */
import { isBareAddress, isRedisUrl } from '../../base/addresses.ts';
import { UsageError } from '../../base/errors.ts';

/** Never repeats the address: it may hold a password. */
export function redisUrlOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (isRedisUrl(url)) return url;
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
  // Clients put a slash behind it.
  if (isBareAddress(address)) return address.replace(/\/$/, '');
  throw refuse(`publicAddress must be host[:port][/path] without ws://, not "${address}"`);
}

function refuse(text: string): UsageError {
  return new UsageError('OPTION_INVALID', text);
}
