/** Skirmish's page as a test sees it. */
import type { Browser } from 'playwright-core';
import { GamePage } from './game-page.ts';

/** What `window.__demo.state` gives; client-demo/src/skirmish/demo-handle.ts makes it. */
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

export class DemoPage extends GamePage<DemoState> {
  /** Opens the page in a new context and plays under `name`. */
  static async play(browser: Browser, url: string, name: string): Promise<DemoPage> {
    const context = await browser.newContext({ viewport: { width: 960, height: 640 } });
    const demo = new DemoPage(await context.newPage());
    await demo.page.goto(`${url}/?autoplay=${encodeURIComponent(name)}`);
    await demo.until('the own ship is there', (state) => state.sessionId in state.ships);
    return demo;
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
