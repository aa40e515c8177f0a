/** Frames that no stock SDK sends, by what is wrong with them. */
import { encode } from '@colyseus/schema';
import { Packr } from 'msgpackr';

const packr = new Packr({ useRecords: false });

/** [code] [request id] [type] [payload], with a type of any form. */
export function frame(code: number, type: string | number, payload?: Uint8Array): Uint8Array {
  const head = Buffer.alloc(1_024);
  const end = { offset: 1 };
  head[0] = code;
  if ((code & 0x1f) === 21) encode.number(head, 5, end);
  if (typeof type === 'string') encode.string(head, type, end);
  else encode.number(head, type, end);
  return Buffer.concat([head.subarray(0, end.offset), payload ?? Buffer.alloc(0)]);
}

/** Whole frames of each kind, to be cut anywhere. */
export const wholeFrames = {
  'a message': frame(13, 'move', packr.pack({ x: 1, name: 'cut' })),
  'a message by number': frame(13, 300, packr.pack([1.5, 'text'])),
  bytes: frame(17, 'short', Uint8Array.of(1, 2)),
  'a request': frame(21, 'mark', packr.pack('value of it')),
} as const;

const bytes = (...of: number[]): Uint8Array => Uint8Array.from(of);
const f64 = (value: number): number[] => [...new Uint8Array(new Float64Array([value]).buffer)];

/** Types that are no string and no number a game would use. */
export const oddTypes: Readonly<Record<string, Uint8Array>> = {
  NaN: bytes(13, 0xcb, ...f64(Number.NaN)),
  Infinity: bytes(13, 0xcb, ...f64(Number.POSITIVE_INFINITY)),
  'a float': bytes(13, 0xcb, ...f64(2.5)),
  'minus 1': bytes(13, 0xff),
  'a huge number': bytes(13, 0xcf, 1, 2, 3, 4, 5, 6, 7, 8),
  'a huge negative number': bytes(13, 0xd3, 0, 0, 0, 0, 0, 0, 0, 0x80),
  'nothing at all': bytes(13),
  nil: bytes(13, 0xc0),
  'an empty string': bytes(13, 0xa0),
  'broken UTF-8': bytes(13, 0xa3, 0xff, 0xfe, 0xfd),
  'a lone surrogate': bytes(13, 0xa3, 0xed, 0xa0, 0x80),
};

/** Types longer than their frames, of which only the beginning of a real one is there. */
export const cutTypes: readonly Uint8Array[] = [
  bytes(13, 0xd9, 0xff, 0x61),
  bytes(13, 0xdb, 0xff, 0xff, 0xff, 0xff, 0x61),
  bytes(17, 0xa9, 0x37),
];

const repeated = (unit: readonly number[], times: number): Uint8Array =>
  Uint8Array.from(Array.from({ length: times }, () => unit).flat());

/** Payloads of a message that the game takes. */
export const oddPayloads: Readonly<Record<string, Uint8Array>> = {
  'arrays in arrays': repeated([0x91], 4_000),
  'maps in maps': repeated([0x81, 0xa1, 0x61], 1_300),
  'an array of 2^32': bytes(0xdd, 0xff, 0xff, 0xff, 0xff),
  'arrays of 2^24 in each other': repeated([0xdd, 0x00, 0xff, 0xff, 0xff], 800),
  'an array of 2^16': bytes(0xdc, 0xff, 0xff, 1),
  'a map of 2^32': bytes(0xdf, 0xff, 0xff, 0xff, 0xff, 0xa1, 0x61, 1),
  'a string of 2^32': bytes(0xdb, 0xff, 0xff, 0xff, 0xff, 0x61),
  'bytes of 2^32': bytes(0xc6, 0xff, 0xff, 0xff, 0xff, 0x61),
  'an extension of 2^32': bytes(0xc9, 0xff, 0xff, 0xff, 0xff, 1, 1),
  'an unknown extension': bytes(0xd4, 0x33, 1),
  'a bigint of 4000 bytes': Buffer.concat([bytes(0xc8, 0x0f, 0xa0, 0x42), new Uint8Array(4_000)]),
  'a date': bytes(0xd6, 0xff, 0x7f, 0xff, 0xff, 0xff),
  'a date that is none': bytes(0xc7, 3, 0xff, 1, 2, 3),
  'a set': bytes(0xd4, 0x73, 0, 0x92, 1, 1),
  'an error': bytes(0xd4, 0x65, 0, 0x92, 0xa5, 0x45, 0x72, 0x72, 0x6f, 0x72, 0xa1, 0x78),
  'an error named __proto__': Buffer.concat([
    bytes(0xd4, 0x65, 0, 0x92),
    packr.pack('__proto__'),
    packr.pack('x'),
  ]),
  'a regular expression that is none': bytes(0xd4, 0x78, 0, 0x92, 0xa1, 0x28, 0xa0),
  'a record whose keys are objects': bytes(0xd4, 0x72, 0x40, 0x91, 0x80, 1),
  'a record of __proto__': Buffer.concat([
    bytes(0xd4, 0x72, 0x40, 0x91),
    packr.pack('__proto__'),
    bytes(0x80),
  ]),
  'a record that is not defined': bytes(0x91, 0x41),
  'typed floats, not aligned': bytes(0xc7, 4, 0x74, 7, 1, 2, 3),
  'strings in a bundle before the frame': bytes(0xd6, 0x62, 0xff, 0xff, 0xff, 0x00, 0xc1, 1),
  'bytes after the payload': bytes(1, 2),
  'never used': bytes(0xc1),
  'a lone surrogate': bytes(0xa3, 0xed, 0xa0, 0x80),
  'broken UTF-8': bytes(0xa4, 0xff, 0xfe, 0xc0, 0x80),
};

/** 4,000 lists in each other, and whole. */
export const deep: Uint8Array = Buffer.concat([repeated([0x91], 4_000), bytes(1)]);

/** A list that contains itself: sent on, it would never end. */
export const cycle = bytes(0xd6, 0x69, 0, 0, 0, 1, 0x91, 0xd6, 0x70, 0, 0, 0, 1);
