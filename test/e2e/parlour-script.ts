/** What the parlour and its stock twin have in common: types, and answers to requests. */

interface AnyReply {
  reject(reason?: unknown): unknown;
  resolve(value?: unknown): unknown;
}

/** As keys of `messages`; the SDK sends those that look like numbers as numbers, too. */
export const typesTaken = ['a', 'größe', '7', '300', '-5', '1.5', '18446744073709552000', ' '];

export const fancyTypes: readonly (string | number)[] = [
  'a',
  'x'.repeat(31),
  'x'.repeat(32),
  'x'.repeat(240),
  'größe 💬',
  ...[0, 7, 127, 128, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 40, 1.5, 1 / 3],
  ...[-1, -32, -33, -128, -129, -32_769, -(2 ** 31), -(2 ** 40)],
];

/** The answers that a handler can give. */
export function askedFor(how: string, reply: AnyReply): unknown {
  switch (how) {
    case 'value':
      return { list: [1, 2.5, null], text: 'hallo' };
    case 'nothing':
      return undefined;
    case 'null':
      return null;
    case 'reject':
      reply.reject({ why: 'not today' });
      return 'unheard';
    case 'reject bare':
      return reply.reject();
    case 'resolve':
      reply.resolve('resolved');
      return 'unheard';
    case 'both':
      reply.resolve(1);
      reply.reject(2);
      return 3;
    case 'throw':
      throw new RangeError('too far');
    case 'throw code':
      throw Object.assign(new Error('with a code'), { code: 4_711 });
    case 'throw text':
      throw 'just text';
    case 'throw object':
      throw { code: 1, message: 'an object' };
    case 'slow':
      for (const endMs = performance.now() + 60; performance.now() < endMs; );
      return how;
    default:
      return how;
  }
}

export const answers = [
  ...['value', 'nothing', 'null', 'reject', 'reject bare', 'resolve', 'both'],
  ...['throw', 'throw code', 'throw text', 'throw object', 'größe'],
];
