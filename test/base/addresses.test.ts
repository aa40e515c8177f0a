/** Which addresses of a Redis and of a process are taken. */
import { expect, test } from 'vitest';
import { isBareAddress, isRedisUrl } from '../../src/base/addresses.ts';

test.for([
  ['redis://localhost', true],
  ['redis://user:password@10.0.0.1:6379/2', true],
  ['rediss://[::1]:6380', true],
  ['redis://', false],
  ['http://localhost', false],
  ['localhost:6379', false],
  ['', false],
] as const)('Redis at %s: %s', ([text, expected]) => {
  expect(isRedisUrl(text)).toBe(expected);
});

test.for([
  ['play.example', true],
  ['play.example:2567', true],
  ['10.0.0.1:2567/a/b', true],
  ['play.example/2567/', true],
  ['[::1]:2567', true],
  ['ws://play.example', false],
  ['//play.example', false],
  ['play.example:99999', false],
  ['play.example?x=1', false],
  ['play example', false],
  ['user@play.example', false],
  ['', false],
] as const)('a process at %s: %s', ([text, expected]) => {
  expect(isBareAddress(text)).toBe(expected);
});
