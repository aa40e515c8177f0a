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
const waitMsMax = 15_000; // a browser draws without a graphics card here, beside other work
const windowSize = { width: 960, height: 640 };

/** What `window.__demo.state` gives; client-demo/src/demo-handle.ts makes it. */
export interface DemoState {
  readonly ships: Readonly<Record<string, DemoShip>>;
  readonly drones: readonly unknown[];
  readonly shots: readonly unknown[];
  readonly sessionId: string;
  readonly connected: boolean;
}

/** What `window.__demo.drawn` gives: the own ship on the screen, and the steps it has flown. */
export interface DrawnShip {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
  readonly flown: number;
  readonly alive: boolean;
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

  /** Opens a page in a new context, which is a visitor of its own. */
  static async open(browser: Browser, address: string, viewport = windowSize): Promise<DemoPage> {
    const context = await browser.newContext({ viewport });
    const demo = new DemoPage(await context.newPage());
    await demo.page.goto(address);
    return demo;
  }

  /** Opens the page in a new context and plays under `name`; `query` as in 'drones=0&line=80'. */
  static async play(
    browser: Browser,
    url: string,
    name: string,
    query = '',
    viewport = windowSize,
  ): Promise<DemoPage> {
    const address = `${url}/?autoplay=${encodeURIComponent(name)}&${query}`;
    const demo = await DemoPage.open(browser, address, viewport);
    await demo.untilPlaying();
    return demo;
  }

  async untilPlaying(): Promise<DemoState> {
    await this.page.waitForFunction('window.__demo !== undefined');
    return this.until('the own ship is there', (state) => state.sessionId in state.ships);
  }

  state(): Promise<DemoState> {
    return this.page.evaluate<DemoState>('window.__demo.state');
  }

  /** Reads the state until it passes; then gives it. Throws with `what` after a while. */
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

  /** How many different colors the canvas shows, as a person sees it: 1 where nothing is drawn. */
  async colors(): Promise<number> {
    const style = '#hud, #toolbar, #card { visibility: hidden }';
    const png = (await this.page.locator('#arena').screenshot({ style })).toString('base64');
    return this.page.evaluate<number>(`(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${png}';
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
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
