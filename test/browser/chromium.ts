/**
 * Finds the system's Chromium and starts it without a window, for tests. Where there is none, the
 * tests that need it are skipped with one line; where `CI` is set, that is a failure instead.
 */
import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const launchMsMax = 15_000;

/** Nothing of the browser's own traffic, sandbox or GPU: it runs in containers, as root. */
const switches = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Undefined where this machine has no Chromium. Throws instead where `CI` is set. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const asked = env.CHROMIUM_PATH;
  const tried = asked ? [asked] : places;
  const found = tried.find(isExecutable);
  if (found !== undefined) return found;
  const words = `no Chromium at ${tried.join(', ')}: install it, or set CHROMIUM_PATH`;
  if (asked || env.CI) throw new Error(words);
  process.stderr.write(`test/browser is skipped: ${words}\n`);
  return undefined;
}

/** A browser with a new, empty profile of its own, which `close` removes. `more`: its switches. */
export function launchChromium(executablePath: string, ...more: string[]): Promise<Browser> {
  const args = [...switches, ...more];
  return chromium.launch({ executablePath, args, timeout: launchMsMax });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
