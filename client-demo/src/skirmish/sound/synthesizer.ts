// Makes the sounds: oscillators and noise, bent by envelopes. Owns the audio context; a sound that
// would be the one too many is left out.
import type { Heard } from './hearing.ts';

const voicesMax = 20;
const masterGain = 0.5;
const noiseSeconds = 1;

interface Tone {
  readonly shape: OscillatorType;
  readonly from: number; // Hz
  readonly to: number;
  readonly gain: number;
  readonly seconds: number;
  readonly delay?: number; // seconds
}

interface Noise {
  readonly from: number; // Hz, where the low-pass filter begins and ends
  readonly to: number;
  readonly gain: number;
  readonly seconds: number;
}

const centered: Heard = { loudness: 1, pan: 0 };

export class Synthesizer {
  readonly #context = new AudioContext();
  readonly #master: GainNode;
  readonly #noise: AudioBuffer;
  readonly #hum: GainNode;
  #humming = false;
  #voices = 0;

  constructor() {
    const context = this.#context;
    this.#master = new GainNode(context, { gain: masterGain });
    this.#master.connect(new DynamicsCompressorNode(context)).connect(context.destination);
    const length = Math.round(context.sampleRate * noiseSeconds);
    this.#noise = new AudioBuffer({ length, sampleRate: context.sampleRate });
    const samples = this.#noise.getChannelData(0);
    for (let at = 0; at < length; at += 1) samples[at] = Math.random() * 2 - 1;
    this.#hum = new GainNode(context, { gain: 0 });
    this.#hum.connect(this.#master);
    this.#startHum();
  }

  run(isOn: boolean): void {
    void (isOn ? this.#context.resume() : this.#context.suspend());
  }

  /** The own engine: fades in and out. */
  hum(isOn: boolean): void {
    if (isOn === this.#humming) return;
    this.#humming = isOn;
    this.#hum.gain.setTargetAtTime(isOn ? 0.22 : 0, this.#context.currentTime, isOn ? 0.06 : 0.14);
  }

  fire(heard: Heard): void {
    this.#tone(heard, { shape: 'triangle', from: 940, to: 190, gain: 0.2, seconds: 0.12 });
    this.#burst(heard, { from: 5200, to: 900, gain: 0.07, seconds: 0.05 });
  }

  hit(heard: Heard): void {
    this.#burst(heard, { from: 2600, to: 240, gain: 0.42, seconds: 0.28 });
    this.#tone(heard, { shape: 'square', from: 260, to: 70, gain: 0.12, seconds: 0.2 });
  }

  explosion(heard: Heard): void {
    this.#burst(heard, { from: 3400, to: 70, gain: 0.85, seconds: 0.95 });
    this.#tone(heard, { shape: 'sine', from: 130, to: 30, gain: 0.7, seconds: 0.8 });
    this.#tone(heard, { shape: 'sawtooth', from: 74, to: 34, gain: 0.16, seconds: 0.5 });
  }

  /** A lamp is lit. */
  light(heard: Heard): void {
    this.#tone(heard, { shape: 'sine', from: 220, to: 660, gain: 0.16, seconds: 0.5 });
    this.#tone(heard, { shape: 'sine', from: 330, to: 990, gain: 0.08, seconds: 0.6, delay: 0.06 });
  }

  score(points: number): void {
    this.#tone(centered, { shape: 'triangle', from: 660, to: 660, gain: 0.14, seconds: 0.16 });
    const second = points > 1 ? 990 : 880;
    const tone = {
      shape: 'triangle',
      from: second,
      to: second,
      gain: 0.14,
      seconds: 0.26,
    } as const;
    this.#tone(centered, { ...tone, delay: 0.07 });
  }

  #tone(heard: Heard, { shape, from, to, gain, seconds, delay = 0 }: Tone): void {
    const startsAt = this.#context.currentTime + delay;
    const source = new OscillatorNode(this.#context, { type: shape, frequency: from });
    source.frequency.exponentialRampToValueAtTime(to, startsAt + seconds);
    this.#play(source, source, heard, gain, startsAt, seconds);
  }

  #burst(heard: Heard, { from, to, gain, seconds }: Noise): void {
    const startsAt = this.#context.currentTime;
    const source = new AudioBufferSourceNode(this.#context, { buffer: this.#noise, loop: true });
    const filter = new BiquadFilterNode(this.#context, { type: 'lowpass', frequency: from });
    filter.frequency.exponentialRampToValueAtTime(to, startsAt + seconds);
    source.connect(filter);
    this.#play(source, filter, heard, gain, startsAt, seconds);
  }

  #play(
    source: AudioScheduledSourceNode,
    last: AudioNode,
    { loudness, pan }: Heard,
    gain: number,
    startsAt: number,
    seconds: number,
  ): void {
    if (this.#voices >= voicesMax || this.#context.state !== 'running') return;
    this.#voices += 1;
    const envelope = new GainNode(this.#context, { gain: 0 });
    envelope.gain.setValueAtTime(gain * loudness, startsAt);
    envelope.gain.exponentialRampToValueAtTime(0.0005, startsAt + seconds);
    last
      .connect(envelope)
      .connect(new StereoPannerNode(this.#context, { pan }))
      .connect(this.#master);
    source.start(startsAt);
    source.stop(startsAt + seconds);
    source.onended = () => {
      this.#voices -= 1;
      envelope.disconnect();
    };
  }

  #startHum(): void {
    const context = this.#context;
    const tame = new BiquadFilterNode(context, { type: 'lowpass', frequency: 190, Q: 2 });
    tame.connect(this.#hum);
    for (const frequency of [54, 54.6, 81.3]) {
      const engine = new OscillatorNode(context, { type: 'sawtooth', frequency });
      engine.connect(new GainNode(context, { gain: 0.4 })).connect(tame);
      engine.start();
    }
    const wind = new AudioBufferSourceNode(context, { buffer: this.#noise, loop: true });
    const band = new BiquadFilterNode(context, { type: 'bandpass', frequency: 420, Q: 0.6 });
    wind
      .connect(band)
      .connect(new GainNode(context, { gain: 0.16 }))
      .connect(this.#hum);
    wind.start();
  }
}
