// What a slow line does to what is sent over it: when each piece arrives. Pure, seeded, one object
// per direction. TCP loses nothing and keeps the order: a lost packet is sent again, and all that
// was sent behind it waits for it.

export interface LineSettings {
  /** Added to the round trip; half of it each way. */
  readonly latencyMs: number;
  /** Each piece is late by up to this much more, at random. */
  readonly jitterMs: number;
  /** How many of a hundred packets are lost, and sent again. */
  readonly lossPercent: number;
}

export const lineOff: LineSettings = { latencyMs: 0, jitterMs: 0, lossPercent: 0 };
export const lineLimits: LineSettings = { latencyMs: 600, jitterMs: 150, lossPercent: 20 };

/** `200,60,2` as latency, jitter and loss; what is missing or no number is 0. */
export function readLine(text: string): LineSettings {
  const [latencyMs = 0, jitterMs = 0, lossPercent = 0] = text.split(',').map(Number);
  return {
    latencyMs: within(latencyMs, lineLimits.latencyMs),
    jitterMs: within(jitterMs, lineLimits.jitterMs),
    lossPercent: within(lossPercent, lineLimits.lossPercent),
  };
}

/** How long a sender waits beyond a round trip before it sends a packet again. */
export const resendPauseMs = 100;
const resendsMax = 4;

export function isOff({ latencyMs, jitterMs, lossPercent }: LineSettings): boolean {
  return latencyMs === 0 && jitterMs === 0 && lossPercent === 0;
}

export class LineModel {
  settings: LineSettings = lineOff;
  readonly #random: () => number;
  #newestMs = 0; // when the last piece arrives: nothing overtakes it

  /** `random` gives numbers from 0 up to 1. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** When what is sent now arrives, on the same clock. */
  arrivalMs(nowMs: number): number {
    const { latencyMs, jitterMs } = this.settings;
    const flightMs = latencyMs / 2 + jitterMs * this.#random() + this.#stallMs();
    this.#newestMs = Math.max(this.#newestMs, nowMs + flightMs);
    return this.#newestMs;
  }

  /** A packet that is lost waits for its retransmission; so may that one, twice as long. */
  #stallMs(): number {
    const { latencyMs, lossPercent } = this.settings;
    let stallMs = 0;
    for (let resend = 0; resend < resendsMax; resend += 1) {
      if (this.#random() * 100 >= lossPercent) break;
      stallMs += (latencyMs + resendPauseMs) * 2 ** resend;
    }
    return stallMs;
  }
}

function within(value: number, max: number): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(0, value)) : 0;
}
