/**
 * Players who come, fly about, chat and go, again and again. For any game in which a message `chat`
 * with a `text` comes back to everybody: rooms/skirmish is one. Run by `--scenario`.
 */
import { defineScenario, type ScenarioBot } from 'hypogeum/soak';

/** How long a line may take to come back. */
const patienceMs = 2_000;
const linesPerVisit = 3;

export default defineScenario(async (bot) => {
  while (bot.isRunning) {
    await bot.join();
    for (let line = 0; line < linesPerVisit && bot.isRunning; line++) {
      await bot.play(0.1 + bot.random() * 0.4);
      await say(bot, `bot ${bot.index}, line ${line}, ${bot.random()}`);
    }
    await bot.leave();
    await bot.sleep(bot.random() * 200);
  }
});

/** Says it, and waits until it hears itself. */
async function say(bot: ScenarioBot, text: string): Promise<void> {
  const { room } = bot;
  let forget = (): void => {};
  const heard = new Promise<boolean>((resolve) => {
    forget = room.onMessage('chat', (said: { text?: unknown }) => {
      if (said.text === text) resolve(true);
    });
  });
  room.send('chat', { text });
  const late = bot.sleep(patienceMs).then(() => false);
  bot.expect(await Promise.race([heard, late]), `a line did not come back in ${patienceMs} ms`);
  forget();
}
