/**
 * A soak's progress on stderr: one line that is written over and over on a terminal, a line every
 * 5 s elsewhere. Main thread of the CLI; owns the terminal's last line.
 */
import type { SoakProgress } from '../soak/options.ts';

/** Between lines where stderr is a log, not a terminal. */
const logSeconds = 5;
const columnsDefault = 80;
const eraseLine = '\r\u001b[2K';

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #lastPhase = '';
  #lastSeconds = 0;
  #isOpen = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(progress: SoakProgress): void {
    const text = lineOf(progress);
    if (this.#stream.isTTY) {
      // A line that wraps cannot be written over. A terminal without a size says 0.
      const columns = this.#stream.columns || columnsDefault;
      this.#stream.write(eraseLine + text.slice(0, columns - 1));
      this.#isOpen = true;
      return;
    }
    const { phase, seconds } = progress;
    if (phase === this.#lastPhase && seconds - this.#lastSeconds < logSeconds) return;
    this.#lastPhase = phase;
    this.#lastSeconds = seconds;
    this.#stream.write(`${text}\n`);
  }

  /** Says something in a line of its own. */
  say(text: string): void {
    this.end();
    this.#stream.write(`${text}\n`);
  }

  /** No more progress: what follows has a clean line. */
  end(): void {
    if (this.#isOpen) this.#stream.write(eraseLine);
    this.#isOpen = false;
  }
}

function lineOf(progress: SoakProgress): string {
  const { phase, seconds, bots, drops, errors, desyncs } = progress;
  const parts = [
    `${phase} ${seconds} s: ${bots} bots`,
    `${Math.round(progress.patchesPerSecond)} patches/s`,
    `${Math.round(progress.bytesPerSecond / 1e3)} kB/s`,
    `${errors} errors`,
    ...(desyncs > 0 ? [`${desyncs} DESYNCS`] : []),
    ...(drops > 0 ? [`${drops} drops`] : []),
    `bots' threads ${Math.round(progress.botLoad * 100)} % busy`,
  ];
  return parts.join(', ');
}
