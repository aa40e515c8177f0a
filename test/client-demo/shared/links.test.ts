/** Links to a room, and between the demo's pages: written, read back, and hostile ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf, linkTo, readLink } from '../../../client-demo/src/shared/links.ts';
import { folderOf, hrefOf, pages } from '../../../client-demo/src/shared/pages.ts';

describe('a link to a room', () => {
  test('is read as it was written, whatever the name', () => {
    const name = fc.string({ maxLength: 16 }).map((text) => text.trim());
    fc.assert(
      fc.property(name, (from) => {
        expect(readLink(hashOf({ roomId: 'aB3_-x', from }))).toEqual({ roomId: 'aB3_-x', from });
      }),
    );
  });

  test.for([
    '',
    '#',
    '#room=',
    '#room=a/b',
    '#room=../x',
    '#room=%3Cb%3E',
    `#room=${'a'.repeat(65)}`,
  ])('is none: %s', (hash) => expect(readLink(hash)).toBeUndefined());

  test('keeps a name short', () => {
    expect(readLink(`#room=x&from=${'n'.repeat(500)}`)?.from).toHaveLength(16);
  });

  test('leaves out what is the sender’s own, and keeps the server', () => {
    const here = new URL('https://play.example/demo/parlor/?autoplay=Ada&server=ws://b:1#room=old');
    const link = new URL(linkTo({ roomId: 'new', from: 'Ada' }, here));
    expect(link.pathname).toBe('/demo/parlor/');
    expect(Object.fromEntries(link.searchParams)).toEqual({ server: 'ws://b:1' });
    expect(readLink(link.hash)).toEqual({ roomId: 'new', from: 'Ada' });
  });
});

describe('the way between pages', () => {
  test.for([
    ['https://a.example/', ''],
    ['https://a.example/index.html', ''],
    ['https://a.example/parlor/', 'parlor'],
    ['https://a.example/demo/parlor/index.html', 'parlor'],
    ['https://a.example/demo/', ''],
  ] as const)('from %s leads to every page', ([address, folder]) => {
    const here = new URL(address);
    expect(folderOf(here.pathname)).toBe(folder);
    const base = folder === '' ? here : new URL('..', here);
    for (const page of pages) {
      const there = new URL(hrefOf(page, here), here);
      const wanted = new URL(page.folder === '' ? './' : `./${page.folder}/`, base);
      expect(there.href).toBe(wanted.href);
    }
  });

  test('keeps the server, and nothing else', () => {
    const here = new URL('https://a.example/swarm/?server=ws://b:1/x&autoplay=Ada#room=1');
    const there = new URL(hrefOf({ folder: 'parlor', title: 'Parlor' }, here), here);
    expect(Object.fromEntries(there.searchParams)).toEqual({ server: 'ws://b:1/x' });
    expect(there.hash).toBe('');
  });
});
