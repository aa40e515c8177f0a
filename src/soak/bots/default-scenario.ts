/** What a bot does where a run names no scenario. Thread-neutral; owns nothing. */
import { defineScenario } from '../scenario.ts';

export const defaultScenario = defineScenario(async (bot) => {
  await bot.join();
  await bot.play();
  await bot.leave();
});
