/**
 * The engine view's page as a test sees it: built by Vite to where a server has it, opened in a
 * browser context of its own, read through `window.__engine`. Owns the page and what it logged.
 */
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import type { EngineHandle } from '../../engine-view/src/page/engine-handle.ts';

const configFile = fileURLToPath(new URL('../../engine-view/vite.config.ts', import.meta.url));
const waitMsMax = 20_000;

export type EngineState = EngineHandle['state'];

export class EnginePage {
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

  /** `url`: the server's. */
  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<EnginePage> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    const opened = new EnginePage(await context.newPage());
    await opened.page.goto(`${url}/engine`);
    return opened;
  }

  state(): Promise<EngineState> {
    return this.page.evaluate<EngineState>('window.__engine.state');
  }

  /** Reads the state until it passes; then gives it. Throws with `what` after `msMax`. */
  async until(
    what: string,
    passes: (state: EngineState) => boolean,
    msMax = waitMsMax,
  ): Promise<EngineState> {
    const endMs = performance.now() + msMax;
    for (;;) {
      const state = await this.state();
      if (passes(state)) return state;
      if (performance.now() > endMs) throw new Error(`${what}: not in ${JSON.stringify(state)}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Waits for so many more frames from the server. */
  async frames(count: number): Promise<EngineState> {
    const { frames } = await this.state();
    return this.until(`${count} more frames`, (state) => state.frames >= frames + count);
  }

  press(name: string | RegExp): Promise<void> {
    return this.page.getByRole('button', { name }).click();
  }

  /** Waits until the page shows this text to a person. */
  async shows(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ state: 'visible' });
  }

  /** How many different colors each of these canvases shows: 1 where nothing is drawn. */
  colors(selector: string, rows = '0, one.width, one.height'): Promise<number[]> {
    return this.page.evaluate<
      number[]
    >(`[...document.querySelectorAll('${selector}')].map((one) => {
      const { data } = one.getContext('2d').getImageData(0, ${rows});
      return new Set(new Uint32Array(data.buffer)).size;
    })`);
  }

  /** As many as there are where the first lane's bars are: there are no words, and few guides. */
  async barColors(): Promise<number> {
    const [colors] = await this.colors('#lanes', '40, one.width, 20');
    return colors ?? 0;
  }

  /** The lanes' pixels, as one string. */
  pixels(): Promise<string> {
    return this.page.evaluate<string>(`document.getElementById('lanes').toDataURL()`);
  }
}

/** Builds the page into dist/engine-view, as `npm run demo` does. */
export async function buildEngineView(): Promise<void> {
  await build({ configFile, logLevel: 'error' });
}
