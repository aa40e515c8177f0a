/**
 * Entry of a bot thread: makes its share of the bots, lets them send, does what bot-threads.ts
 * asks. Owns its bots, their pacer and their measure.
 */
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { monotonicMs } from '../../../base/clock.ts';
import { errorText } from '../../error-text.ts';
import { Measure } from '../../measure/measure.ts';
import type { Bot, Destination } from '../bot.ts';
import { botMaker } from '../make-bot.ts';
import { seededRandom } from '../random-input.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { ScenarioPlayers } from '../scenario/scenario-players.ts';
import { watchDecoderConsole } from '../sdk/decoder-console.ts';
import { SdkBot } from '../sdk/sdk-bot.ts';
import { Trouble, type Victim } from '../trouble.ts';
import { ThreadLoad } from './thread-load.ts';
import type { BotThreadStart, Command, Reply, ThreadTaken } from './thread-messages.ts';

/** One timer for all bots: cheaper than one each, and finer than any tick. */
const paceMs = 4;
/** Seeds of bots, and of threads' trouble, must not meet. */
const botSeedStride = 65_537;
const troubleSeedStride = 8_191;

const start = workerData as BotThreadStart;
const measure = new Measure();
const load = new ThreadLoad();
const bots = await makeBots();
const players = await makePlayers();
const roomIds = new Map<number, string>();
const trouble = new Trouble(
  start.trouble,
  victims(),
  start.bots - start.rooms,
  seededRandom(start.seed * troubleSeedStride + start.thread),
);
const pacer = setInterval(sendDue, paceMs);

watchDecoderConsole((text) => measure.error('decode', text));
parentPort?.on('message', (command: Command) => void serve(command));
reply({ id: 0, answer: null });

async function serve(command: Command): Promise<void> {
  try {
    reply({ id: command.id, answer: await answerTo(command) });
  } catch (thrown) {
    reply({ id: command.id, refusal: errorText(thrown) });
  }
}

async function answerTo(command: Command): Promise<string | null | ThreadTaken> {
  switch (command.name) {
    case 'join':
      return enter(command.bot, command.destination);
    case 'open':
      load.open();
      trouble.start();
      return null;
    case 'take':
      return take();
    case 'storm':
      trouble.storm();
      return null;
    case 'calm':
      clearInterval(pacer);
      await Promise.all([trouble.stop(), players?.end()]);
      return null;
    case 'leave':
      await Promise.all([...bots.values()].map((bot) => bot.leave()));
      return null;
  }
}

async function makeBots(): Promise<ReadonlyMap<number, Bot>> {
  const { url, seed, kind, thread, threads } = start;
  const make = await botMaker(kind, url);
  const made = new Map<number, Bot>();
  for (let index = thread; index < start.bots; index += threads) {
    const random = seededRandom(seed * botSeedStride + index);
    made.set(index, make({ url, index, seed, measure, random }));
  }
  return made;
}

async function makePlayers(): Promise<ScenarioPlayers | undefined> {
  const { seed, options, scenario } = start;
  if (scenario === undefined) return undefined;
  return new ScenarioPlayers({ scenario: await loadScenario(scenario), seed, options, measure });
}

/** A bot's first join, or the start of its scenario. */
async function enter(index: number, destination: Destination): Promise<string> {
  const bot = bots.get(index);
  if (bot === undefined) throw new Error(`bot ${index} is on another thread`);
  if (players !== undefined && bot instanceof SdkBot) {
    return players.start(bot, index, destination);
  }
  const roomId = await bot.join(destination, start.options);
  roomIds.set(index, roomId);
  return roomId;
}

function victims(): Victim[] {
  return [...bots].flatMap(([index, bot]): Victim[] =>
    index < start.rooms
      ? []
      : [{ bot, index: index - start.rooms, enter: () => enterAgain(index) }],
  );
}

/** A bot that left on its own accord comes back into the room that it was in. */
async function enterAgain(index: number): Promise<void> {
  try {
    await enter(index, { joinById: roomIds.get(index) ?? '' });
  } catch (thrown) {
    measure.error('join', errorText(thrown));
  }
}

function sendDue(): void {
  const nowMs = performance.now();
  for (const bot of bots.values()) {
    const isHeld = players !== undefined && bot instanceof SdkBot && !players.isPlaying(bot);
    if (!isHeld) bot.sendDue(nowMs);
  }
}

function take(): ThreadTaken {
  const steps = [...bots.values()].map((bot) => bot.stepMs).filter((ms) => ms > 0);
  return {
    ...measure.take(),
    atMs: monotonicMs(),
    botsIn: [...bots.values()].filter((bot) => bot.isIn).length,
    load: load.take(),
    loadOfWindow: load.ofWindow(),
    stepMs: steps.length > 0 ? Math.min(...steps) : 0,
    loopDelayMs: load.loopDelayMs(),
  };
}

function reply(message: Reply): void {
  parentPort?.postMessage(message);
}
