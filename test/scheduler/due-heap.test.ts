/** The due heap against a sorted list. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heapPop, heapRemove, heapSet, heapTop } from '../../src/scheduler/due-heap.ts';
import { attachViews, createMemory, nobody } from '../../src/scheduler/layout.ts';

const roomsMax = 40;
const dues = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(Number.POSITIVE_INFINITY));
const rooms = fc.integer({ min: 0, max: roomsMax - 1 });
const operations = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('set'), room: rooms, due: dues }),
    fc.record({ kind: fc.constant('remove'), room: rooms, due: fc.constant(0) }),
    fc.record({ kind: fc.constant('pop'), room: fc.constant(0), due: fc.constant(0) }),
  ),
  { maxLength: 300 },
);

test('any sequence of operations keeps the soonest room on top', () => {
  fc.assert(
    fc.property(operations, (sequence) => {
      const views = attachViews(createMemory({ roomsMax, workers: 1 }));
      const expected = new Map<number, number>();
      for (const { kind, room, due } of sequence) {
        if (kind === 'set') {
          heapSet(views, room, due);
          expected.set(room, due);
        } else if (kind === 'remove' && expected.delete(room)) {
          heapRemove(views, room);
        } else if (kind === 'pop' && expected.size > 0) {
          const soonest = Math.min(...expected.values());
          const popped = heapPop(views);
          expect(expected.get(popped)).toBe(soonest);
          expected.delete(popped);
          expect(views.places[popped]).toBe(nobody);
        }
        expect(heapTop(views)).toBe(Math.min(...expected.values(), Number.POSITIVE_INFINITY));
      }
    }),
    { numRuns: 200 },
  );
});

test('a room that is in no place cannot be removed', () => {
  const views = attachViews(createMemory({ roomsMax, workers: 1 }));
  expect(() => heapRemove(views, 3)).toThrow('the room is not in the due heap');
});
