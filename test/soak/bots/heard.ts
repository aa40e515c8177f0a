/** A BotMeasure that keeps what it is told, for tests of bots. */
import type { BotMeasure } from '../../../src/soak/bots/bot-interface.ts';

export class Heard implements BotMeasure {
  patches = 0;
  received = 0;
  inputs = 0;
  drops = 0;
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

  input(): void {
    this.inputs += 1;
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
