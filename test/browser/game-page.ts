/**
 * One page of the demo as a test sees it: opened in a browser context of its own, read through
 * `window.__demo.state`, which each page makes as it needs. Owns the page and what it logged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import { CliProcess } from '../cli/run-cli.ts';

const configFile = fileURLToPath(new URL('../../client-demo/vite.config.ts', import.meta.url));
const waitMsMax = 20_000;

export class GamePage<State> {
  readonly page: Page;
  /** Errors that the page logged or threw, failed requests among them. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(waitMsMax);
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  /** Opens an address in a new context of the browser. */
  static async open<State>(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = { viewport: { width: 960, height: 640 } },
  ): Promise<GamePage<State>> {
    const context = await browser.newContext(options);
    const opened = new GamePage<State>(await context.newPage());
    await opened.page.goto(url);
    return opened;
  }

  state(): Promise<State> {
    return this.page.evaluate<State>('window.__demo.state');
  }

  /** Reads the state until it passes; then gives it. Throws with `what` after 20 s. */
  async until(what: string, passes: (state: State) => boolean): Promise<State> {
    const endMs = performance.now() + waitMsMax;
    for (;;) {
      // A page that is being loaded has no handle yet.
      const state = await this.page.evaluate<State | undefined>('window.__demo?.state');
      if (state !== undefined && passes(state)) return state;
      if (performance.now() > endMs) throw new Error(`${what}: not in ${JSON.stringify(state)}`);
      await this.page.waitForTimeout(30);
    }
  }

  /** Waits until the page shows this text to a person. */
  async shows(text: RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ state: 'visible' });
  }
}

/** Builds the pages into a new folder, which `remove` deletes. */
export async function buildDemo(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'hypogeum-demo-'));
  await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Hosts the example rooms and the built pages, as their users do. `close` ends the process. */
export async function serveDemo(folder: string) {
  const listen = ['--host', '127.0.0.1', '--port', '0', '--public', folder];
  const server = new CliProcess(['serve', 'rooms', ...listen]);
  const line: unknown = JSON.parse(await server.lineWith('"listening"'));
  const { url } = (line as { listening: { url: string } }).listening;
  const close = async (): Promise<void> => {
    server.child.kill('SIGKILL');
    await server.ended;
  };
  return { url, server, close };
}
