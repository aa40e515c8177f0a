/** The parser of server-sent events: the same events, wherever the bytes are cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SseParser } from '../../../engine-view/src/stream/sse-parser.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function parse(...chunks: readonly Uint8Array[]): string[][] {
  const events: string[][] = [];
  const parser = new SseParser((name, data) => events.push([name, data]));
  for (const chunk of chunks) parser.push(chunk);
  return events;
}

const lineEnds = ['\n', '\r\n', '\r'];
const stream = [
  ': hello',
  'event: frame',
  'data: {"a":"ä€😀"}',
  '',
  'data: one',
  'data:two',
  '',
  '',
];
const events = [
  ['frame', '{"a":"ä€😀"}'],
  ['message', 'one\ntwo'],
];

describe('SseParser', () => {
  it.for(lineEnds)('gives the same events for every cut, lines ending in %j', (end) => {
    const bytes = bytesOf(stream.join(end) + end);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(parse(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(events);
    }
    expect(parse(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(events);
  });

  it('gives what was sent, whatever it says and however it is cut', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
    const sent = fc.array(
      fc.record({ name: fc.constantFrom('frame', 'x'), lines: fc.array(line) }),
    );
    fc.assert(
      fc.property(sent, fc.array(fc.nat(400)), (all, cuts) => {
        const lines = all.flatMap(({ name, lines: data }) => [
          ...[`event: ${name}`, ...data.map((one) => `data: ${one}`), ''],
        ]);
        const bytes = bytesOf(lines.map((one) => `${one}\n`).join(''));
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length];
        places.sort((a, b) => a - b);
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index]!, end));
        const expected = all
          .filter(({ lines: data }) => data.length > 0)
          .map(({ name, lines: data }) => [name, data.join('\n')]);
        expect(parse(...chunks)).toEqual(expected);
      }),
    );
  });

  it('forgets the name of an event that had no data', () => {
    expect(parse(bytesOf('event: frame\n\ndata: 1\n\n'))).toEqual([['message', '1']]);
  });

  it('waits for an event that has not ended', () => {
    expect(parse(bytesOf('data: 1\n'))).toEqual([]);
    expect(parse(bytesOf('data: 1'), bytesOf('\n\n'))).toEqual([['message', '1']]);
  });

  it.for([
    ['a line', 'data: ', 'x'],
    ['an event', '', 'data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n'],
  ])('throws rather than keep %s without an end', ([, first, more]) => {
    const parser = new SseParser(() => {});
    parser.push(bytesOf(first!));
    const megabyte = bytesOf(more!.repeat(Math.ceil(2 ** 20 / more!.length)));
    expect(() => {
      for (let times = 0; times < 5; times++) parser.push(megabyte);
    }).toThrow('does not end');
  });
});
