/**
 * What a client reads where a wide number was written: the wire narrows it. Beside write-value.ts,
 * whose inverse it is together with @colyseus/schema's decoder. Any thread.
 */
import { isNearFloat32 } from './write-value.ts';

/** As `writeNumber` sends it. */
export function sentNumber(value: number): number {
  if (value === (value | 0)) return value;
  if (Number.isNaN(value)) return 0;
  if (value === Number.POSITIVE_INFINITY) return Number.MAX_SAFE_INTEGER;
  if (value === Number.NEGATIVE_INFINITY) return -Number.MAX_SAFE_INTEGER;
  const short = Math.fround(value);
  return isNearFloat32(value, short) ? short : value;
}

/** As `writeInt64` sends it. */
export function sentInt64(value: number): number {
  return (Math.floor(value / 2 ** 32) | 0) * 2 ** 32 + (value >>> 0);
}

/** As `writeUint64` sends it. */
export function sentUint64(value: number): number {
  return ((value / 2 ** 32) >>> 0) * 2 ** 32 + (value >>> 0);
}
