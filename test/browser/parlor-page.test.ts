/**
 * The parlor's page in three real browser contexts, on a real server: two play, one watches, and
 * all see the same board, in the state and on the page.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dark, flipsOf, light, none, opening, turnAfter } from '../../rooms/parlor/reversi.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { buildDemo } from './demo-build.ts';
import { DemoServer } from './demo-server.ts';
import { GamePage } from './game-page.ts';

interface ParlorState {
  readonly phase: string;
  readonly turn: number;
  readonly disc: number;
  readonly board: readonly number[];
  readonly players: readonly { name: string; disc: number; isHere: boolean }[];
  readonly sessionId: string;
  readonly roomId: string;
  readonly connected: boolean;
}
type ParlorPage = GamePage<ParlorState>;

const executable = findChromium();
const testMsMax = 90_000;
/** Dark, who begins, turns over all that light has. */
const shortGame = ['e6', 'f4', 'e3', 'f6', 'g5', 'd6', 'e7', 'f5', 'c5'];
const d3 = 19; // where the board's focus is at first, and a legal move

describe.runIf(executable !== undefined)('the parlor in three browsers', () => {
  let browser: Browser;
  let demo: string;
  let server: DemoServer;

  beforeAll(async () => {
    demo = await buildDemo();
    browser = await launchChromium(executable ?? '');
  }, testMsMax);

  afterAll(async () => {
    await browser?.close();
  });

  // A server for each: a table keeps the seats of those who went away.
  beforeEach(async () => {
    server = await DemoServer.start(demo);
  }, testMsMax);

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server?.kill();
  });

  const open = (name: string, hash = ''): Promise<ParlorPage> =>
    GamePage.visit(browser, `${server.url}/parlor/?autoplay=${name}${hash}`);

  /** Ada plays dark, Bo light, Cy watches. */
  async function table(): Promise<[ParlorPage, ParlorPage, ParlorPage]> {
    const ada = await open('Ada');
    const { roomId } = await ada.until('Ada has a seat', ({ disc }) => disc === dark);
    const bo = await open('Bo', `#room=${roomId}`);
    await bo.until('the game is on', ({ phase, disc }) => phase === 'playing' && disc === light);
    const cy = await open('Cy', `#room=${roomId}`);
    await cy.until('Cy watches', ({ players }) => players.length === 3);
    return [ada, bo, cy];
  }

  it('plays a game that all three see', { timeout: testMsMax }, async () => {
    const [ada, bo, cy] = await table();
    await cy.shows(/^Ada to move$/);
    await cy.shows(/^You are watching\.$/);
    await ada.shows(/^Your turn$/);

    // The first move by keys alone, the others by pressing cells.
    const board: number[] = [...opening];
    await cellOf(ada, 'd3').focus();
    await ada.page.keyboard.press('Enter');
    put(board, d3, dark);
    await ada.shows(/^d3 turns over 1\.$/);
    await see(board, ada, bo, cy);
    await cellOf(bo, 'd3, dark').waitFor();

    expect(await refusalOf(bo, 'a1')).toBe('Not a1: that turns nothing over.');
    expect(await refusalOf(ada, 'c3')).toBe('It is not your turn.');
    expect(await refusalOf(cy, 'c3')).toBe('It is not your turn.');
    await see(board, ada, bo, cy);

    let turn = turnAfter(board, dark);
    for (let move = 0; move < 4 && turn !== none; move += 1) {
      const mover = turn === dark ? ada : bo;
      const cell = board.findIndex((_disc, at) => flipsOf(board, at, turn).length > 0);
      await mover.until('it is the turn of this browser', (state) => state.turn === state.disc);
      await cellOf(mover, nameOf(cell)).click();
      put(board, cell, turn);
      await see(board, ada, bo, cy);
      turn = turnAfter(board, turn);
    }

    await cy.page.getByLabel('Say').fill('<b>salve</b>');
    await cy.page.keyboard.press('Enter');
    await ada.shows(/<b>salve<\/b>/);
    expect([...ada.errors, ...bo.errors, ...cy.errors]).toEqual([]);

    await bo.page.close();
    await ada.until('Bo is away', ({ players }) => {
      return players.some(({ name, isHere }) => name === 'Bo' && !isHere);
    });
    await cy.shows(/light · away/);
  });

  it('ends, is played again, and seats a watcher', { timeout: testMsMax }, async () => {
    const [ada, bo, cy] = await table();
    for (const [at, cell] of shortGame.entries()) {
      const mover = at % 2 === 0 ? ada : bo;
      await mover.until('it is the turn of this browser', (state) => state.turn === state.disc);
      await cellOf(mover, cell).click();
      await mover.shows(new RegExp(`^${cell} turns over`));
    }
    await ada.shows(/^You win, 13 to 0$/);
    await cy.shows(/^Ada wins, 13 to 0$/);

    await bo.page.getByRole('button', { name: 'Ask for a rematch' }).click();
    await ada.shows(/^Bo wants a rematch\.$/);
    await ada.page.getByRole('button', { name: 'Agree to a rematch' }).click();
    await ada.until('colours are changed', ({ phase, disc }) => {
      return phase === 'playing' && disc === light;
    });
    await see(opening, ada, bo, cy);

    await bo.page.getByRole('button', { name: 'Leave' }).click();
    await cy.shows(/^A seat is free$/);
    await cy.page.getByRole('button', { name: 'Take the seat' }).click();
    await cy.until('Cy plays dark', ({ phase, disc }) => phase === 'playing' && disc === dark);
    await cy.shows(/^Your turn$/);
    expect([...ada.errors, ...bo.errors, ...cy.errors]).toEqual([]);
  });

  it('goes from cell to cell by arrow keys', { timeout: testMsMax }, async () => {
    const ada = await open('Ada');
    await ada.shows(/^Waiting for a second player$/);
    await cellOf(ada, 'd3').focus();
    for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowDown', 'Home', 'ArrowLeft']) {
      await ada.page.keyboard.press(key);
    }
    const focused = await ada.page.evaluate<string>('document.activeElement.ariaLabel');
    expect(focused).toBe('a5, empty');
    expect(await ada.page.locator('.cell[tabindex="0"]').count()).toBe(1);
  });

  it('gives the seat back after a reload, and after a cut', { timeout: testMsMax }, async () => {
    const [ada, bo] = await table();
    const before = await bo.state();
    await bo.page.reload();
    const after = await bo.until(
      'Bo is back',
      ({ connected, disc }) => connected && disc === light,
    );
    expect(after).toMatchObject({ roomId: before.roomId, sessionId: before.sessionId });
    await ada.until('nobody lost a seat', ({ phase, players }) => {
      return phase === 'playing' && players.length === 3 && players.every((one) => one.isHere);
    });

    await ada.page.context().setOffline(true);
    await ada.shows(/^Connection dropped$/);
    await ada.page.context().setOffline(false);
    await ada.until('Ada is back', ({ connected }) => connected);
    await cellOf(ada, 'd3').click();
    await bo.until('the move arrives', ({ board }) => board[d3] === dark);
  });
});

/** `label`: the beginning of what the cell is called, as 'd3' or 'd3, dark'. */
function cellOf({ page }: ParlorPage, label: string) {
  return page.locator(`.cell[aria-label^="${label},"], .cell[aria-label="${label}"]`);
}

function nameOf(cell: number): string {
  return `${'abcdefgh'.charAt(cell % 8)}${Math.floor(cell / 8) + 1}`;
}

function put(board: number[], cell: number, disc: number): void {
  for (const turned of [cell, ...flipsOf(board, cell, disc)]) board[turned] = disc;
}

/** Waits until all of them have this board, in the state and in what the cells are called. */
async function see(board: readonly number[], ...pages: ParlorPage[]): Promise<void> {
  const wanted = board.join('');
  const discs = ['empty', 'dark', 'light'];
  const labels = board.map((disc, cell) => `${nameOf(cell)}, ${discs[disc]}`);
  for (const one of pages) {
    await one.until('the board is the same', (state) => state.board.join('') === wanted);
    const cells = one.page.locator('.cell');
    const shown = await cells.evaluateAll((all) => all.map((cell) => cell.ariaLabel ?? ''));
    expect(shown.map((label) => label.replace(/, turns over \d+$/, ''))).toEqual(labels);
  }
}

async function refusalOf(one: ParlorPage, cell: string): Promise<string> {
  await cellOf(one, cell).click();
  const said = one.page.locator('#said[data-refusal="true"]');
  await said.waitFor();
  return (await said.textContent()) ?? '';
}
