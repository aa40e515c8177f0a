/**
 * A checksum of a synced state, and the hashes that it is made of: the same on the server, which
 * reads a room's columns, and on a client, which reads what it has decoded. Any thread.
 *
 *   state, entity  the sum, modulo 2^32, over its fields that have a value: combine(index, value)
 *   map            over its elements: combine(hash of the key, element)
 *   array          over its elements: combine(position, element)
 *   set            over its elements: combine(setSeed, element)
 *
 * So it does not depend on the order in which fields, keys and members come; an absent field says
 * nothing. Values count as JavaScript compares them: 1 is 1 in every numeric type, -0 is 0 and NaN
 * is NaN. Not for tables or secrets: MurmurHash3's steps, to tell states apart.
 */

const seed = 0x2f1c_95d3 | 0;
const wideSeed = 0x6a09_e667 | 0;
const nanHash = 0x7ff8_0000;
const textSeed = 0x811c_9dc5 | 0;
const textPrime = 0x0100_0193;
/** In the place of a key, for members of a set. */
export const setSeed = 0x1b87_3593;

const doubles = new Float64Array(1);
const words = new Int32Array(doubles.buffer);

/** Two words as one, an int32 of which every bit depends on all of theirs. */
export function combine(a: number, b: number): number {
  let hash = stir(stir(seed, a), b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}

/** An int32 is its own hash: what holds it is mixed with `combine`. */
export function hashNumber(value: number): number {
  const whole = value | 0;
  if (whole === value) return whole;
  if (Number.isNaN(value)) return nanHash;
  doubles[0] = value;
  return hashWords(words[0] as number, words[1] as number);
}

/** A double or a bigint of 64 bits. */
export function hashWords(low: number, high: number): number {
  return stir(stir(wideSeed, low), high);
}

/** `length` bytes of UTF-8 at `at`. */
export function hashUtf8(data: DataView, at: number, length: number): number {
  let hash = textSeed;
  for (let i = at; i < at + length; i++) hash = addByte(hash, data.getUint8(i));
  return hash;
}

/** As `hashUtf8` of the same text. */
export function hashText(text: string): number {
  let hash = textSeed;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) as number;
    if (point < 0x80) {
      hash = addByte(hash, point);
      continue;
    }
    if (point < 0x800) {
      hash = addByte(hash, 0xc0 | (point >>> 6));
    } else {
      if (point < 0x1_0000) {
        hash = addByte(hash, 0xe0 | (point >>> 12));
      } else {
        hash = addByte(hash, 0xf0 | (point >>> 18));
        hash = addByte(hash, 0x80 | ((point >>> 12) & 0x3f));
        // Its second half.
        i++;
      }
      hash = addByte(hash, 0x80 | ((point >>> 6) & 0x3f));
    }
    hash = addByte(hash, 0x80 | (point & 0x3f));
  }
  return hash;
}

/** FNV-1a. */
function addByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, textPrime);
}

function stir(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e_2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b87_3593);
  const mixed = hash ^ k;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe654_6b64) | 0;
}
