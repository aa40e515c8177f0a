/** The page's own words for what the stream carries are the server's, field by field. */
import { expectTypeOf, test } from 'vitest';
import type * as page from '../../engine-view/src/frames.ts';
import type * as server from '../../src/main-thread/engine-view/frames.ts';

test('events', () => {
  expectTypeOf<page.Hello>().toEqualTypeOf<server.Hello>();
  expectTypeOf<page.Frame>().toEqualTypeOf<server.Frame>();
  expectTypeOf<page.Lane>().toEqualTypeOf<server.Lane>();
  expectTypeOf<page.Second>().toEqualTypeOf<server.Second>();
  expectTypeOf<page.Rooms>().toEqualTypeOf<server.Rooms>();
  expectTypeOf<page.RoomRow>().toEqualTypeOf<server.RoomRow>();
});

test('controls', () => {
  expectTypeOf<page.Control>().toEqualTypeOf<server.Control>();
});
