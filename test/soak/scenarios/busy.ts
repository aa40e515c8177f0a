/** Bots that keep their thread from everything else. */
import { defineScenario } from 'hypogeum/soak';

const busyMs = 120;

export default defineScenario(async (bot) => {
  await bot.join();
  void bot.play();
  while (bot.isRunning) {
    const untilMs = performance.now() + busyMs;
    while (performance.now() < untilMs);
    await bot.sleep(1);
  }
});
