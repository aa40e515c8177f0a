/**
 * UTF-8 into shared memory, by hand: Buffer's own functions leave about 50 bytes of garbage per
 * call (argument checks), and keys and names are short. Lone surrogates become U+FFFD, as in
 * TextEncoder. Any thread.
 */
const replacement = 0xfffd;

/** Bytes that `text` takes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const point = pointAt(text, i);
    if (point > 0xffff) i++;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Writes `text` at `at`; the caller has checked that it fits. Returns the end. */
export function writeUtf8(bytes: Uint8Array, at: number, text: string): number {
  let to = at;
  for (let i = 0; i < text.length; i++) {
    const point = pointAt(text, i);
    if (point < 0x80) {
      bytes[to++] = point;
      continue;
    }
    if (point > 0xffff) {
      i++;
      bytes[to++] = 0xf0 | (point >> 18);
      bytes[to++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
    } else if (point > 0x7ff) {
      bytes[to++] = 0xe0 | (point >> 12);
      bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
    } else bytes[to++] = 0xc0 | (point >> 6);
    bytes[to++] = 0x80 | (point & 0x3f);
  }
  return to;
}

/** The code point that starts at `i`. */
function pointAt(text: string, i: number): number {
  const unit = text.charCodeAt(i);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
  if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff) return replacement;
  return 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff);
}
