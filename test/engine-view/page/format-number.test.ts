/** Numbers as the page writes them. */
import { expect, it } from 'vitest';
import {
  bytes,
  duration,
  milliseconds,
  percent,
  short,
} from '../../../engine-view/src/page/format-number.ts';

it.for([
  [short, [0, 0.004, 0.04, 1.236, 12.36, 1_236], ['0', '0', '0.04', '1.24', '12.4', '1,236']],
  [milliseconds, [0, 0.123, 9.876, 12.34, 250.4], ['0.00', '0.12', '9.88', '12.3', '250']],
  [bytes, [0, 999, 1_500, 2_345_678], ['0 B', '999 B', '1.5 kB', '2.35 MB']],
  [percent, [0, 0.0004, 0.004, 0.5, 1.2], ['0.0 %', '<0.1 %', '0.4 %', '50 %', '120 %']],
  [duration, [0.43, 12.4, 3_000], ['430 µs', '12.4 ms', '3 s']],
] as const)('%o', ([write, values, words]) => {
  expect(values.map((value) => write(value))).toEqual(words);
});
