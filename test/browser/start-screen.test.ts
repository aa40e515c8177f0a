/**
 * The way into a room and out of it, in real browsers on a real server: open rooms as they stand,
 * private ones, links; and in words what a visitor meets when there is no game.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { State } from '../../rooms/skirmish/state.ts';
import { create, join } from '../e2e/player.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { buildDemo } from './demo-build.ts';
import { DemoPage } from './demo-page.ts';
import { DemoServer } from './demo-server.ts';

type Skirmish = InstanceType<typeof State>;

const executable = findChromium();
const small = { width: 360, height: 420 }; // drawn without a graphics card, so less is faster
const testMs = 90_000;

describe.runIf(executable !== undefined)('the start screen', { timeout: testMs }, () => {
  let browser: Browser;
  let demo: string;
  let server: DemoServer;

  beforeAll(async () => {
    demo = await buildDemo();
    browser = await launchChromium(executable ?? '');
  }, testMs);

  afterAll(async () => {
    await browser?.close();
  });

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server.kill();
  });

  const play = (name: string, query = 'drones=0') => {
    return DemoPage.play(browser, server.url, name, query, small);
  };
  const visit = (address = server.url) => DemoPage.open(browser, address, small);
  const rowOf = (page: Page, title: string) => page.locator('button.room', { hasText: title });

  it('lists open rooms as they stand, and a press joins one', async () => {
    server = await DemoServer.start(demo);
    const visitor = await visit();
    await visitor.shows(/None yet/);
    const ada = await create<Skirmish>(server.url, 'skirmish', { name: 'Ada', drones: 0 });
    await rowOf(visitor.page, 'Ada’s room').getByText('1 of 64').waitFor();
    const bo = await join<Skirmish>(server.url, ada.room.roomId, { name: 'Bo' });
    await rowOf(visitor.page, 'Ada’s room').getByText('2 of 64').waitFor();
    await rowOf(visitor.page, 'Ada’s room').getByText('Ada, Bo').waitFor();
    await ada.room.leave();
    await rowOf(visitor.page, 'Bo’s room').getByText('1 of 64').waitFor();

    await visitor.page.getByLabel('Your name').fill('Cleo');
    await rowOf(visitor.page, 'Bo’s room').click();
    const { sessionId } = await visitor.untilPlaying();
    await bo.until(() => bo.state.ships.get(sessionId)?.name === 'Cleo');
    expect(visitor.errors).toEqual([]);

    await visitor.page.reload();
    expect(await visitor.page.getByLabel('Your name').inputValue()).toBe('Cleo');
  });

  it('keeps a private room out of lists and of quick play; its link leads there', async () => {
    server = await DemoServer.start(demo);
    const ada = await visit();
    await ada.page.getByLabel('Your name').fill('Ada');
    await ada.page.getByRole('button', { name: 'Private room' }).click();
    const { sessionId } = await ada.untilPlaying();
    const roomId = await ada.page.evaluate<string>('window.__demo.room.roomId');
    expect(ada.page.url()).toContain(`#room=${roomId}&from=Ada`);

    const bo = await create<Skirmish>(server.url, 'skirmish', { name: 'Bo', drones: 0 });
    const visitor = await visit();
    await rowOf(visitor.page, 'Bo’s room').waitFor();
    expect(await visitor.page.locator('button.room').count()).toBe(1);
    expect(bo.state.ships.size).toBe(1);
    await visitor.page.close();

    const guest = await visit(ada.page.url());
    await guest.shows(/Ada invites you/);
    await guest.page.getByLabel('Your name').fill('Cleo');
    await guest.page.getByRole('button', { name: 'Join Ada’s room' }).click();
    const there = await guest.untilPlaying();
    expect(there.ships[sessionId]?.name).toBe('Ada');
    expect(await guest.page.evaluate('window.__demo.room.roomId')).toBe(roomId);
    await ada.until('Ada sees Cleo', ({ ships }) => ships[there.sessionId]?.name === 'Cleo');
  });

  it('copies the link of the room that is played', async () => {
    server = await DemoServer.start(demo);
    const ada = await visit();
    const { origin } = new URL(server.url);
    const permissions = ['clipboard-read', 'clipboard-write'];
    await ada.page.context().grantPermissions(permissions, { origin });
    await ada.page.getByLabel('Your name').fill('Ada');
    await ada.page.getByRole('button', { name: 'Quick play' }).click();
    await ada.untilPlaying();
    await ada.page.getByRole('button', { name: 'Menu' }).click();
    await ada.page.getByRole('button', { name: 'Copy link' }).click();
    await ada.page.getByText('Copied').waitFor();
    const link = await ada.page.evaluate<string>('navigator.clipboard.readText()');
    expect(link).toBe(ada.page.url());
  });

  it('says that a room is gone, and offers another', async () => {
    server = await DemoServer.start(demo);
    const visitor = await visit(`${server.url}/#room=neverWas`);
    await visitor.page.getByRole('button', { name: 'Join this room' }).click();
    await visitor.shows(/That room is gone/);
    await visitor.page.getByRole('button', { name: 'Play in another room' }).click();
    await visitor.untilPlaying();
  });

  it('says that the server is full', async () => {
    server = await DemoServer.start(demo, ['--rooms-max', '1']);
    await create(server.url, 'skirmish', { name: 'Ada', drones: 0 });
    const visitor = await visit();
    await rowOf(visitor.page, 'Ada’s room').waitFor();
    await visitor.page.getByRole('button', { name: 'Private room' }).click();
    await visitor.shows(/127\.0\.0\.1:\d+ is full/);
    await visitor.page.getByRole('button', { name: 'Quick play' }).click();
    await visitor.untilPlaying();
  });

  it('says that nobody answers, and goes on once somebody does', async () => {
    server = await DemoServer.start(demo);
    const { port } = server;
    const visitor = await visit();
    await visitor.shows(/None yet/);
    // What draws comes in parts: a page that lacks one says so, and not what this is about.
    await visitor.page.waitForLoadState('networkidle');
    await server.kill();
    await visitor.shows(/No answer from 127\.0\.0\.1:\d+\. Trying again/);
    await visitor.page.locator('#play').click();
    await visitor.page.locator('#card-words', { hasText: /^No answer from/ }).waitFor();
    server = await DemoServer.start(demo, [], { port });
    await visitor.shows(/None yet/);
    await visitor.page.getByRole('button', { name: 'Play again' }).click();
    await visitor.untilPlaying();
  });

  it('comes back by itself after a cut, and says so until then', async () => {
    server = await DemoServer.start(demo);
    const ada = await play('Ada');
    const { sessionId } = await ada.state();
    // It may be back before anybody has looked.
    await ada.page.evaluate(`{
      window.shown = [];
      const overlay = document.getElementById('overlay');
      const look = () => { if (!overlay.hidden) window.shown.push(overlay.textContent); };
      new MutationObserver(look).observe(overlay, { attributes: true });
      window.__demo.room.connection.close(4010);
    }`);
    await ada.page.waitForFunction('window.shown.length > 0');
    await ada.page.locator('#overlay').waitFor({ state: 'hidden' });
    expect(await ada.page.evaluate('window.shown[0]')).toContain(
      'Reconnecting by itself, try 1 of 8',
    );
    const back = await ada.until('connected', ({ connected }) => connected);
    expect(back.sessionId).toBe(sessionId);
    expect(back.ships[sessionId]?.name).toBe('Ada');
  });

  it('tells a server that was restarted from one that is away, and plays again', async () => {
    server = await DemoServer.start(demo);
    const { port } = server;
    const ada = await play('Ada');
    const { sessionId } = await ada.state();
    await server.kill();
    await ada.shows(/Reconnecting by itself/);
    server = await DemoServer.start(demo, [], { port });
    await ada.shows(/The server is back, but your seat is not/);
    await ada.page.getByRole('button', { name: 'Play again' }).click();
    await ada.until('there is a new ship', (state) => {
      return state.connected && state.sessionId !== sessionId && state.sessionId in state.ships;
    });
  });

  it('leaves, also while it is being reconnected', async () => {
    server = await DemoServer.start(demo);
    const ada = await play('Ada');
    await ada.page.getByRole('button', { name: 'Menu' }).click();
    await ada.page.locator('#leave').click();
    await ada.shows(/Quick play/);
    expect(new URL(ada.page.url()).hash).toBe('');
    await ada.page.locator('#play').click();
    await ada.until('connected', ({ connected }) => connected);
    await server.kill();
    await ada.shows(/Reconnecting by itself/);
    await ada.page.getByRole('button', { name: 'Leave' }).last().click();
    await ada.shows(/Quick play/);
    await ada.page.locator('#overlay').waitFor({ state: 'hidden' });
  });

  it('does without a list where the server has no lobby', async () => {
    server = await DemoServer.start(demo, [], { rooms: 'test/cli/games' });
    const visitor = await visit();
    await visitor.page.locator('.rooms').waitFor({ state: 'hidden' });
    await visitor.page.getByRole('button', { name: 'Quick play' }).click();
    await visitor.shows(/There is no skirmish on 127\.0\.0\.1/);
  });
});
