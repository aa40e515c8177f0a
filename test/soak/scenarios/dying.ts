/** Bot 1 takes its whole thread down, a moment after it has joined. */
import { defineScenario } from 'hypogeum/soak';

const deathMs = 300;
const exitCode = 7;

export default defineScenario(async (bot) => {
  await bot.join();
  await bot.play(deathMs / 1e3);
  if (bot.index === 1) process.exit(exitCode);
  await bot.play();
});
