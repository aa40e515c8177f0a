/** Who may watch and who may press buttons, by what a request says. */
import { describe, expect, test } from 'vitest';
import { Access, type AskedBy } from '../../../src/main-thread/engine-view/access.ts';

const token = 'a-token-of-16-ch';

function asked(headers: AskedBy['headers'] = {}, remoteAddress: string | undefined = '127.0.0.1') {
  const host = 'localhost:2567';
  const all = { host, 'content-type': 'application/json', ...headers };
  return { headers: all, socket: { remoteAddress } };
}

describe('without a token', () => {
  const access = new Access(undefined, false);

  test.each([
    ['127.0.0.1', 'localhost:2567'],
    ['127.9.8.7', '127.0.0.1'],
    ['::1', '[::1]:80'],
    ['::ffff:127.0.0.1', 'LocalHost:2567'],
  ])('this machine may press: %s at %s', (address, host) => {
    expect(access.refuseControl(asked({ host }, address))).toBeUndefined();
    expect(access.refuseButtons(asked({ host }, address))).toBeUndefined();
  });

  test.each([
    ['another machine', asked({}, '192.168.1.7'), 'machine that the server runs on'],
    ['a socket that is gone', asked({}, ''), 'machine that the server runs on'],
    ['an address that only looks like loopback', asked({}, '1.127.0.0.1'), 'machine'],
    ['a proxy', asked({ 'x-forwarded-for': '127.0.0.1' }), 'through a proxy'],
    ['a proxy, in the standard way', asked({ forwarded: 'for=127.0.0.1' }), 'through a proxy'],
    ['a proxy that only names itself', asked({ via: '1.1 front' }), 'through a proxy'],
    ['a name that was pointed here', asked({ host: 'evil.example:2567' }), 'must name localhost'],
    ['a name that begins as ours', asked({ host: 'localhost.evil.example' }), 'must name'],
    ['no host', asked({ host: undefined }), 'must name localhost'],
    ['another site', asked({ origin: 'http://evil.example' }), 'another site'],
    ['the same machine, another port', asked({ origin: 'http://localhost:99' }), 'another site'],
    ['a page in a sandbox', asked({ origin: 'null' }), 'another site'],
  ])('%s may not', (_, request, words) => {
    expect(access.refuseControl(request)).toMatchObject({
      status: 403,
      error: expect.stringContaining(words),
    });
    expect(access.refuseWatching(request)).toBeUndefined();
  });

  test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'a form cannot press: %s',
    (type) => {
      const refusal = access.refuseControl(asked({ 'content-type': type }));
      expect(refusal).toEqual({ status: 415, error: 'send application/json' });
    },
  );

  test('a page of ours may press, with a character set', () => {
    const origin = 'http://localhost:2567';
    const type = 'application/json; charset=utf-8';
    expect(access.refuseControl(asked({ origin, 'content-type': type }))).toBeUndefined();
  });

  test('in production nobody may press, and all may watch', () => {
    const closed = new Access(undefined, true);
    expect(closed.refuseControl(asked())?.error).toContain('--engine-token (ENGINE_TOKEN)');
    expect(closed.refuseWatching(asked())).toBeUndefined();
    expect(closed.described).toContain('closed: NODE_ENV is production');
  });
});

describe('with a token', () => {
  const access = new Access(token, true);

  test('whoever has it may watch and press, from anywhere', () => {
    const host = 'game.example';
    const request = asked({ host, authorization: `Bearer ${token}` }, '203.0.113.9');
    expect(access.refuseWatching(request)).toBeUndefined();
    expect(access.refuseControl(request)).toBeUndefined();
  });

  test.each([
    undefined,
    '',
    token,
    'Bearer ',
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Basic ${token}`,
    `Bearer ${token} ${token}`,
  ])('nobody else, this machine included: %s', (authorization) => {
    const refusal = access.refuseWatching(asked({ authorization }));
    expect(refusal).toMatchObject({
      status: 401,
      error: expect.stringContaining('needs its token'),
    });
    expect(access.refuseControl(asked({ authorization }))).toEqual(refusal);
    expect(access.refuseButtons(asked({ authorization }))).toEqual(refusal);
  });

  test('a page of another site may not press, even with it', () => {
    const origin = 'https://evil.example';
    const request = asked({ authorization: `Bearer ${token}`, origin });
    expect(access.refuseControl(request)?.error).toContain('another site');
  });
});
