/** The lock word, by itself: owners, takeover, and who may open it. */
import { expect, test } from 'vitest';
import { attachViews, createMemory, Word } from '../../src/scheduler/layout.ts';
import { Lock } from '../../src/scheduler/lock.ts';
import { realSeams } from '../../src/scheduler/steps.ts';

const contended = 1 << 16;

function fixture() {
  const { words } = attachViews(createMemory({ roomsMax: 1, workers: 3 }));
  return { words, lock: new Lock(words, realSeams) };
}

test('the word names its owner, and is zero when open', () => {
  const { words, lock } = fixture();
  lock.acquire(2);
  expect(words[Word.LOCK]).toBe(3);
  lock.release(2);
  expect(words[Word.LOCK]).toBe(0);
});

test('only its owner opens it', () => {
  const { lock } = fixture();
  lock.acquire(0);
  expect(() => lock.release(1)).toThrow('the lock was opened by another');
});

test('main takes it from the dead worker that holds it, and from no other', () => {
  const { words, lock } = fixture();
  expect(lock.takeOver(0)).toBe(false);
  lock.acquire(1);
  expect(lock.takeOver(0)).toBe(false);
  words[Word.LOCK] = words[Word.LOCK]! | contended;
  expect(lock.takeOver(1)).toBe(true);
  expect(() => lock.release(1)).toThrow('the lock was opened by another');
});

test('taken over and given back, it is open', () => {
  const { words, lock } = fixture();
  lock.acquire(1);
  lock.takeOver(1);
  lock.releaseTakenOver();
  expect(words[Word.LOCK]).toBe(0);
  lock.acquire(0);
  lock.release(0);
});
