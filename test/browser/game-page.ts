/**
 * One page of the demo as a test sees it: opened in a browser context of its own, read through
 * `window.__demo.state`, which each page makes as it needs. Owns the page and what it logged.
 */
import type { Browser, Page } from 'playwright-core';

const waitMsMax = 20_000; // a browser draws without a graphics card here, beside other work
const windowSize = { width: 960, height: 640 };

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

  /** Opens an address in a new context, which is a visitor of its own. */
  static async visit<State>(
    browser: Browser,
    address: string,
    viewport = windowSize,
  ): Promise<GamePage<State>> {
    const context = await browser.newContext({ viewport });
    const visited = new GamePage<State>(await context.newPage());
    await visited.page.goto(address);
    return visited;
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
