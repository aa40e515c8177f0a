/**
 * The demo page as a test sees it: built by Vite into a folder of its own, opened in a browser
 * context of its own, read through `window.__demo`. Owns the page and what it logged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';

const configFile = fileURLToPath(new URL('../../client-demo/vite.config.ts', import.meta.url));
const waitMsMax = 8_000;

/** What `window.__demo.state` gives; client-demo/src/demo-handle.ts makes it. */
export interface DemoState {
  readonly ships: Readonly<Record<string, DemoShip>>;
  readonly drones: readonly unknown[];
  readonly shots: readonly unknown[];
  readonly sessionId: string;
  readonly connected: boolean;
}

export interface DemoShip {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
  readonly alive: boolean;
  readonly thrusting: boolean;
  readonly name: string;
}

export class DemoPage {
  readonly page: Page;
  /** Errors that the page logged or threw, failed requests among them. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(waitMsMax);
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  /** Opens the page in a new context and plays under `name`. */
  static async play(browser: Browser, url: string, name: string): Promise<DemoPage> {
    const context = await browser.newContext({ viewport: { width: 960, height: 640 } });
    const demo = new DemoPage(await context.newPage());
    await demo.page.goto(`${url}/?autoplay=${encodeURIComponent(name)}`);
    await demo.until('the own ship is there', (state) => state.sessionId in state.ships);
    return demo;
  }

  state(): Promise<DemoState> {
    return this.page.evaluate<DemoState>('window.__demo.state');
  }

  /** Reads the state until it passes; then gives it. Throws with `what` after 8 s. */
  async until(what: string, passes: (state: DemoState) => boolean): Promise<DemoState> {
    const endMs = performance.now() + waitMsMax;
    for (;;) {
      const state = await this.state();
      if (passes(state)) return state;
      if (performance.now() > endMs) throw new Error(`${what}: not in ${JSON.stringify(state)}`);
      await this.page.waitForTimeout(30);
    }
  }

  /** Waits until the page shows this text to a person. */
  async shows(text: RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ state: 'visible' });
  }

  /** How many different colors the canvas shows: 1 where nothing is drawn. */
  colors(): Promise<number> {
    return this.page.evaluate<number>(`(() => {
      const canvas = document.getElementById('arena');
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size;
    })()`);
  }
}

/** Builds the page into a new folder, which `remove` deletes. */
export async function buildDemo(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'hypogeum-demo-'));
  await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
