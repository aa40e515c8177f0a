/** GET /stats as a soak reads it: a shape that it knows, none, or an error. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchStats } from '../../../src/soak/measure/server-stats.ts';

const summary = { p50: 1, p99: 2, p999: 3, max: 4 };
const stats = { workers: [], rooms: [], totals: { ticks: 9, steals: 1, latenessMs: summary } };

let answer: { status: number; body: string } = { status: 200, body: '' };
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    response
      .writeHead(request.url === '/stats?histograms=1' ? answer.status : 500)
      .end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('fetchStats', () => {
  it.each(['http', 'ws'])('reads them from a %s address', async (scheme) => {
    answer = { status: 200, body: JSON.stringify(stats) };
    expect(await fetchStats(`${scheme}://127.0.0.1:${port}`)).toEqual(stats);
  });

  it('is undefined where there are none', async () => {
    answer = { status: 404, body: 'Cannot GET /stats' };
    expect(await fetchStats(`http://127.0.0.1:${port}`)).toBeUndefined();
  });

  it.each(['{}', 'null', '[]', '{"workers":[],"rooms":[],"totals":{"steals":1}}'])(
    'refuses %s',
    async (body) => {
      answer = { status: 200, body };
      await expect(fetchStats(`http://127.0.0.1:${port}`)).rejects.toThrow(/not statistics/);
    },
  );
});
