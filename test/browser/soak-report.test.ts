/** A soak's page in a real browser: drawn, sortable, and deaf to what hostile text asks of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatHtml } from '../../src/soak/report/html-report.ts';
import { sampleReport } from '../soak/report/sample-report.ts';
import { findChromium, launchChromium } from './chromium.ts';

const executable = findChromium();
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

/** Runs as a script where it is not text: it would set a global that the test looks for. */
const hostile = '</script><img src=x onerror="globalThis.hacked = 1">';

function makePage(): string {
  const { roomsDetail } = sampleReport();
  const rooms = [...roomsDetail, ...roomsDetail].map((room, index) => {
    return { ...room, roomId: index === 0 ? hostile : room.roomId, clients: index };
  });
  return formatHtml(
    sampleReport({
      ...{ room: hostile, errors: 1, errorsByKind: { close: 1 }, errorSamples: [hostile] },
      roomsDetail: rooms,
    }),
  );
}

/** How many colors each plot shows: 1 where nothing is drawn. */
const colorsOfPlots = `[...document.querySelectorAll('.canvas canvas')].map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
})`;
const shownClients = `[...document.querySelectorAll('#rooms tbody tr:not([hidden])')]
  .map((row) => Number(row.cells[1].textContent))`;
const overflow = 'document.documentElement.scrollWidth - innerWidth';

describe.runIf(executable !== undefined)('a soak’s page', () => {
  let browser: Browser;
  let folder: string;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hypogeum-report-'));
    writeFileSync(join(folder, 'report.html'), makePage());
    browser = await launchChromium(executable ?? '');
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: desktop });
    errors = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  });

  afterEach(async () => {
    expect(errors).toEqual([]);
    await page.close();
  });

  it('draws every plot, and again in the other light and at another width', async () => {
    const all = async () => {
      const colors = await page.evaluate<number[]>(colorsOfPlots);
      expect(colors).toHaveLength(14);
      expect(Math.min(...colors)).toBeGreaterThan(8);
      expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(0);
    };
    await all();
    await page.emulateMedia({ colorScheme: 'dark' });
    await all();
    await page.setViewportSize(phone);
    await page.waitForFunction('document.querySelector(".u-wrap").offsetWidth < 390');
    await all();
  });

  it('leaves hostile text text', async () => {
    expect(await page.getByText(hostile).count()).toBeGreaterThanOrEqual(3);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
  });

  it('would not run an attribute that had got through', async () => {
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend',
      '<img src="data:," onerror="globalThis.hacked = 1">')`);
    await page.waitForTimeout(100);
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    expect(errors.splice(0).join()).toContain('Content Security Policy');
  });

  it('moves one cursor through the section and all plots', async () => {
    await page.locator('.strata svg').nth(1).hover();
    const moments = async () => {
      const texts = await page.locator('.u-legend tr:first-child td').allTextContents();
      return [...new Set([...texts, (await page.locator('#moment').textContent()) ?? ''])];
    };
    await page.locator('#section .cursor').waitFor({ state: 'visible' });
    expect(await moments()).toEqual([expect.stringMatching(/^at 1:3\d$/)]);
    await page.locator('.u-over').nth(5).hover();
    expect(await moments()).toEqual([expect.stringMatching(/^at 1:3\d$/)]);
    await page.locator('h1').hover();
    await page.locator('#section .cursor').waitFor({ state: 'hidden' });
    expect(await moments()).toEqual(['']);
  });

  it('sorts rooms by any column, up and down, and keeps the rest folded', async () => {
    const head = page.locator('#rooms th', { hasText: 'clients' });
    expect(await page.evaluate<number[]>(shownClients)).toHaveLength(50);
    await head.getByRole('button').click();
    const down = Array.from({ length: 50 }, (_, index) => 95 - index);
    expect(await page.evaluate(shownClients)).toEqual(down);
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    await head.getByRole('button').click();
    expect(await page.evaluate(shownClients)).toEqual(down.map((_, index) => index));
    await page.getByRole('button', { name: 'Show all 96' }).click();
    expect(await page.evaluate<number[]>(shownClients)).toHaveLength(96);
    await page.getByRole('button', { name: 'Show fewer' }).click();
    expect(await page.evaluate<number[]>(shownClients)).toHaveLength(50);
  });
});
