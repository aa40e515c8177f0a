/**
 * The guide to soak tests as a reader would try it: its game and its scenario are type-checked, the
 * game is served by a real server, and bots play the scenario there.
 */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadScenario } from '../../src/soak/bots/scenario/load-scenario.ts';
import { runScenario } from '../../src/soak/bots/scenario/run-scenario.ts';
import { errorsOf, startServer, type TestServer } from '../e2e/harness.ts';
import { SdkHost } from '../soak/scenario-host.ts';
import { GuideFolder } from './guide-folder.ts';

let guide: GuideFolder;
let running: TestServer;
beforeAll(async () => {
  guide = await GuideFolder.create();
  await guide.add('docs/guides/soak.md');
  running = await startServer([], { games: { meadow: guide.url('meadow.ts') } });
});
afterAll(async () => {
  await running?.server.close();
  await guide.remove();
});

test('the snippets compile', () => guide.compile());

test('bots hunt, and find what they expect', async () => {
  const hunt = await loadScenario(fileURLToPath(guide.url('hunt.ts')));
  const { signal } = new AbortController();
  const hosts = [0, 1, 2].map((index) => new SdkHost(running.url, 'meadow', signal, index));
  await Promise.all(hosts.map((host) => runScenario(hunt, host)));
  for (const host of hosts) {
    expect([host.errors, host.joins, host.closeCodes]).toEqual([[], 1, [4000]]);
    // Its way to its goal, and random input after that.
    expect(host.inputs).toBeGreaterThan(10);
  }
  expect(errorsOf(running.logs)).toEqual([]);
});
