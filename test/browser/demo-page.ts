/** Skirmish's page as a test sees it. */
import type { Browser } from 'playwright-core';
import { GamePage } from './game-page.ts';

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

export class DemoPage extends GamePage<DemoState> {
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
