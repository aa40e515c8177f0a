/** The stream against a real HTTP server: live, locked, refused, ended, and live again. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineEvent } from '../../../engine-view/src/frames.ts';
import { sendControl } from '../../../engine-view/src/stream/control-client.ts';
import { EngineStream, retryMs, wordsIn } from '../../../engine-view/src/stream/engine-stream.ts';
import type { StreamState } from '../../../engine-view/src/stream/stream-state.ts';

const frame = 'event: frame\ndata: {"toMs":100}\n\n';
const wait = { timeout: 5_000, interval: 10 };

describe('EngineStream', () => {
  let server: Server;
  let url: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let requests: number;
  let events: EngineEvent[];
  let states: StreamState[];
  let stream: EngineStream;

  beforeEach(async () => {
    requests = 0;
    events = [];
    states = [];
    server = createServer((request, response) => {
      requests += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    stream = new EngineStream({
      url,
      onEvent: (event) => events.push(event),
      onState: (state) => states.push(state),
    });
  });

  afterEach(async () => {
    stream.rest();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const kinds = () => states.map(({ kind }) => kind);

  it('is live with the first event, and passes over what it does not know', async () => {
    answer = (_, response) => response.write(`event: news\ndata: 1\n\n${frame}`);
    stream.start();
    await vi.waitFor(() => expect(events).toEqual([{ kind: 'frame', frame: { toMs: 100 } }]), wait);
    expect(kinds()).toEqual(['connecting', 'live']);
  });

  it('waits for a token where the server wants one, and sends it', async () => {
    answer = ({ headers }, response) => {
      if (headers.authorization === 'Bearer right') response.write(frame);
      else response.writeHead(401).end();
    };
    stream.start();
    await vi.waitFor(
      () => expect(states.at(-1)).toEqual({ kind: 'locked', wasTried: false }),
      wait,
    );
    stream.start('wrong');
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ kind: 'locked', wasTried: true }), wait);
    stream.start('right');
    await vi.waitFor(() => expect(kinds().at(-1)).toBe('live'), wait);
    expect(requests).toBe(3);
  });

  it('tells the words of a refusal, and asks again', async () => {
    answer = (_, response) => {
      if (requests === 1) response.writeHead(503).end('{"error":"Eight watch already."}');
      else response.write(frame);
    };
    stream.start();
    await vi.waitFor(() => expect(kinds()).toEqual(['connecting', 'refused', 'live']), wait);
    expect(states[1]).toMatchObject({ status: 503, words: 'Eight watch already', attempts: 1 });
  });

  it('comes back when the server ends the stream, or is gone for a while', async () => {
    answer = (_, response) => {
      if (requests === 1) response.end(frame);
      else if (requests === 2) response.destroy();
      else response.write(frame);
    };
    stream.start();
    await vi.waitFor(() => expect(events).toHaveLength(2), wait);
    expect(kinds()).toEqual(['connecting', 'live', 'lost', 'lost', 'live']);
    expect(states[2]).toMatchObject({ why: 'ended', attempts: 1 });
    expect(states[3]).toMatchObject({ why: 'unreachable', attempts: 2 });
  });

  it('gives a stream up that is silent for 3 s', async () => {
    answer = (_, response) => response.write(frame);
    stream.start();
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ why: 'silent' }), wait);
  });

  it('gives a server up that does not answer for 6 s', async () => {
    answer = () => {};
    stream.start();
    const slow = { ...wait, timeout: 9_000 };
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ why: 'unreachable' }), slow);
  });

  it('gives a stream up whose event is no JSON', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    answer = (_, response) => response.write('event: frame\ndata: {\n\n');
    stream.start();
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ why: 'broken' }), wait);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('rests: its request ends, and no other follows', async () => {
    let isClosed = false;
    answer = (_, response) => {
      response.write(frame);
      response.on('close', () => {
        isClosed = true;
      });
    };
    stream.start();
    await vi.waitFor(() => expect(events).toHaveLength(1), wait);
    stream.rest();
    await vi.waitFor(() => expect(isClosed).toBe(true), wait);
    expect(states.at(-1)).toEqual({ kind: 'resting' });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(requests).toBe(1);
  });

  it('sends a control as JSON with the token, and gives the words of a refusal', async () => {
    let got = '';
    answer = (request, response) => {
      got = `${request.headers['content-type']} ${request.headers.authorization} `;
      request.on('data', (bytes) => {
        got += String(bytes);
      });
      request.on('end', () => {
        if (got.includes('"on":false')) response.end('{"ok":true}');
        else response.writeHead(403).end('{"error":"not from here"}');
      });
    };
    expect(await sendControl(url, { do: 'stealing', on: false }, 'key')).toBeUndefined();
    expect(got).toBe('application/json Bearer key {"do":"stealing","on":false}');
    expect(await sendControl(url, { do: 'stop bots' }, '')).toBe('not from here');
    expect(await sendControl('http://127.0.0.1:1/', { do: 'stop bots' }, '')).toMatch(/not answer/);
  });
});

it('waits longer each time, up to 5 s', () => {
  expect([1, 2, 3, 4, 5, 6].map(retryMs)).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});

it.for([
  ['{"error":"no."}', 'no'],
  ['plain words', 'plain words'],
  ['<html>', ''],
  ['two\nlines', ''],
  ['null', 'null'],
  ['x'.repeat(900), 'x'.repeat(200)],
])('finds words in %j', ([text, words]) => {
  expect(wordsIn(text!)).toBe(words);
});
