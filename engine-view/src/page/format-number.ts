/** Numbers as a person reads them: three digits, and units in the text. Thread-neutral. */

/** 0.04, 1.24, 12.4, 124, 1,240. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const digits = Math.max(0, Math.min(2, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Always two digits behind the point below 10, so that numbers in a column line up. */
export function milliseconds(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function bytes(value: number): string {
  if (value >= 1e6) return `${short(value / 1e6)} MB`;
  return value >= 1e3 ? `${short(value / 1e3)} kB` : `${whole(value)} B`;
}

/** `share` of one core. */
export function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 0.1 ? '<0.1 %' : `${value.toFixed(value < 10 ? 1 : 0)} %`;
}

/** 430 µs, 12.4 ms, 3 s. */
export function duration(ms: number): string {
  if (ms < 1) return `${whole(ms * 1000)} µs`;
  return ms < 1000 ? `${short(ms)} ms` : `${short(ms / 1000)} s`;
}
