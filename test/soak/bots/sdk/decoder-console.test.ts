/** Decoder lines on the console become errors; other lines stay. */
import { afterEach, expect, it, vi } from 'vitest';
import { watchDecoderConsole } from '../../../../src/soak/bots/sdk/decoder-console.ts';

const original = { warn: console.warn, error: console.error, info: console.info };

afterEach(() => {
  Object.assign(console, original);
});

it('counts what the decoder says, passes the rest on, and gives the console back', () => {
  const passed = vi.fn();
  Object.assign(console, { warn: passed, error: passed });
  const errors: string[] = [];
  const giveBack = watchDecoderConsole((text) => errors.push(text));
  console.error('"refId" not found: 12', { previousRef: { huge: true } });
  console.warn('@colyseus/schema: definition mismatch');
  console.warn('Room connection was closed unexpectedly (4001): out');
  console.warn('something else');
  giveBack();
  expect(errors).toEqual([
    expect.stringContaining('"refId" not found: 12'),
    '@colyseus/schema: definition mismatch',
  ]);
  expect(passed.mock.calls).toEqual([['something else']]);
  expect(console.warn).toBe(passed);
});
