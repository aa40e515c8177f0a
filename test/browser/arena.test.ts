/**
 * The arena as a person meets it: the light is where the ship is, mouse and sound work, a phone has
 * room for everything, and a browser that cannot draw says so. A real server, a real browser.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';
import { buildDemo } from './demo-build.ts';
import { DemoPage } from './demo-page.ts';
import { DemoServer } from './demo-server.ts';

const executable = findChromium();
const practice = 'drones=0'; // nobody else in the room: nothing but the pilot moves the ship

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly id: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

describe.runIf(executable !== undefined)('the arena', { timeout: 60_000 }, () => {
  let browser: Browser;
  let demo: string;
  let server: DemoServer;

  beforeAll(async () => {
    demo = await buildDemo();
    browser = await launchChromium(executable ?? '');
    server = await DemoServer.start(demo);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.kill();
  });

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  it('is lit around the own ship and dark far from it', async () => {
    const ada = await DemoPage.play(browser, server.url, 'Ada', practice);
    await ada.shows(/You fly the white ship/);
    const [near = 0, far = 1] = await lightsAt(ada.page, [
      { x: 420, y: 260, width: 120, height: 120 },
      { x: 20, y: 480, width: 120, height: 120 },
    ]);
    expect(near).toBeGreaterThan(3 * far);
    expect(await colorsOfMinimap(ada.page)).toBeGreaterThan(10);
    expect(ada.errors).toEqual([]);
  });

  it('is flown with the mouse: turns to it, fires and thrusts with its buttons', async () => {
    const ada = await DemoPage.play(browser, server.url, 'Ada', practice);
    const own = (state: Awaited<ReturnType<DemoPage['state']>>) => state.ships[state.sessionId];
    const aimed = async (x: number, y: number, heading: number) => {
      await ada.page.mouse.move(x, y);
      await ada.until(`the ship points along ${heading}`, (state) => {
        const off = Math.abs((own(state)?.heading ?? 9) - heading);
        return Math.min(off, Math.PI * 2 - off) < 0.15;
      });
    };
    await aimed(480, 20, (Math.PI * 3) / 2);
    await aimed(940, 320, 0);
    await ada.page.mouse.down();
    await ada.until('it fires', ({ shots }) => shots.length > 0);
    await ada.page.mouse.up();
    await ada.until('it fires no more', ({ shots }) => shots.length === 0);
    await ada.page.mouse.down({ button: 'right' });
    await ada.until('it thrusts', (state) => own(state)?.thrusting === true);
    await ada.page.mouse.up({ button: 'right' });
    await ada.until('it drifts', (state) => own(state)?.thrusting === false);
    expect(ada.errors).toEqual([]);
  });

  it('is silent until it is asked for sound, with the key or the button', async () => {
    const ada = await DemoPage.play(browser, server.url, 'Ada', practice);
    const button = ada.page.getByRole('button', { name: 'Sound' });
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    await ada.page.keyboard.press('KeyM');
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    await ada.page.keyboard.down('Space');
    await ada.page.keyboard.down('KeyW');
    await ada.until('it fires', ({ shots }) => shots.length > 0);
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    expect(ada.errors).toEqual([]);
  });

  it('is drawn again when the browser had taken the graphics away', async () => {
    const ada = await DemoPage.play(browser, server.url, 'Ada', practice);
    const isLost = `document.getElementById('arena').getContext('webgl2').isContextLost()`;
    await ada.page.evaluate(`{
      const gl = document.getElementById('arena').getContext('webgl2');
      window.lost = gl.getExtension('WEBGL_lose_context');
      window.lost.loseContext();
    }`);
    await ada.page.waitForFunction(isLost);
    await ada.page.waitForTimeout(200);
    await ada.page.evaluate('window.lost.restoreContext()');
    await ada.page.waitForFunction(`!${isLost}`);
    await ada.page.waitForTimeout(500);
    expect(await ada.colors()).toBeGreaterThan(20);
    expect(ada.errors).toEqual([]);
  });

  it.for([
    ['upright', { width: 390, height: 844 }],
    ['lying', { width: 844, height: 390 }],
    ['small', { width: 360, height: 640 }],
  ] as const)('has room for everything on a phone, %s', async ([, viewport]) => {
    const context = await browser.newContext({ viewport, hasTouch: true, isMobile: true });
    const page = await context.newPage();
    await page.goto(`${server.url}/?autoplay=Ada&${practice}`);
    await page.locator('#fire').waitFor({ state: 'visible' });
    await page.locator('#toolbar').waitFor({ state: 'visible' });
    const ids = ['own', 'board', 'minimap', 'toolbar', 'stick', 'fire', 'chat-open'];
    const boxes = await page.evaluate<Box[]>(`${JSON.stringify(ids)}.map((id) => {
      const { left, top, right, bottom } = document.getElementById(id).getBoundingClientRect();
      return { id, left, top, right, bottom };
    })`);
    for (const box of boxes) {
      expect(box.left, box.id).toBeGreaterThanOrEqual(0);
      expect(box.top, box.id).toBeGreaterThanOrEqual(0);
      expect(box.right, box.id).toBeLessThanOrEqual(viewport.width);
      expect(box.bottom, box.id).toBeLessThanOrEqual(viewport.height);
      const onIt = boxes.filter((other) => other !== box && overlaps(box, other));
      expect(
        onIt.map(({ id }) => id),
        `what lies on ${box.id}`,
      ).toEqual([]);
    }
  });

  it('says so where the browser cannot draw it', async () => {
    const blind = await launchChromium(executable ?? '', '--disable-3d-apis');
    try {
      const ada = await DemoPage.open(blind, server.url);
      await ada.shows(/has no WebGL 2/);
      await ada.shows(/Turn on graphics acceleration/);
      expect(await ada.page.locator('#card').isVisible()).toBe(false);
      expect(ada.errors).toEqual([]);
    } finally {
      await blind.close();
    }
  });
});

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** How bright these parts of the screen are on average, 0 … 255. */
async function lightsAt(page: Page, clips: readonly Clip[]): Promise<number[]> {
  const lights: number[] = [];
  for (const clip of clips) {
    const png = (await page.screenshot({ clip })).toString('base64');
    const light = await page.evaluate<number>(`(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${png}';
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      let sum = 0;
      for (let at = 0; at < data.length; at += 4) sum += Math.max(...data.slice(at, at + 3));
      return sum / (data.length / 4);
    })()`);
    lights.push(light);
  }
  return lights;
}

function colorsOfMinimap(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.getElementById('minimap');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);
}
