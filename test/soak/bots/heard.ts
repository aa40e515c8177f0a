/** A raw bot's measure that keeps what it is told, for tests of bots. */
import type { RawBotMeasure } from '../../../src/soak/bots/raw/raw-bot.ts';

export class Heard implements RawBotMeasure {
  patches = 0;
  received = 0;
  inputs = 0;
  drops = 0;
  slowCloses = 0;
  readonly lateMs: number[] = [];
  readonly joinMs: number[] = [];
  readonly ackMs: number[] = [];
  readonly intervalMs: number[] = [];
  readonly expectedMs = new Set<number>();
  readonly returnMs: number[] = [];
  readonly errors: string[] = [];

  joined(tookMs: number): void {
    this.joinMs.push(tookMs);
  }

  acked(tookMs: number): void {
    this.ackMs.push(tookMs);
  }

  patch(): void {
    this.patches += 1;
  }

  patchInterval(ms: number, expectedMs: number): void {
    this.intervalMs.push(ms);
    this.expectedMs.add(expectedMs);
  }

  bytes(count: number): void {
    this.received += count;
  }

  sent(lateMs: number): void {
    this.inputs += 1;
    this.lateMs.push(lateMs);
  }

  letGo(lateMs: number): void {
    this.lateMs.push(lateMs);
  }

  slowClose(): void {
    this.slowCloses += 1;
  }

  error(kind: string, text: string): void {
    this.errors.push(`${kind}: ${text}`);
  }

  drop(): void {
    this.drops += 1;
  }

  reconnected(tookMs: number): void {
    this.returnMs.push(tookMs);
  }
}
