// The panel with which a person slows the page's line down, to feel what a game makes of it. Owns
// its elements and, through wire.ts, the line's settings. `?line=200,60,2` sets them at the start.
import { make, makeButton } from '../page.ts';
import { SidePanel } from '../side-panel.ts';
import type { Toolbar } from '../toolbar.ts';
import {
  isOff,
  type LineSettings,
  lineLimits,
  lineOff,
  readLine,
  resendPauseMs,
} from './line-model.ts';
import { lineSettings, setLine } from './wire.ts';

interface Preset {
  readonly label: string;
  readonly settings: LineSettings;
}

const presets: readonly Preset[] = [
  { label: 'Off', settings: lineOff },
  { label: '80 ms', settings: { latencyMs: 80, jitterMs: 10, lossPercent: 0 } },
  { label: '200 ms', settings: { latencyMs: 200, jitterMs: 20, lossPercent: 0 } },
  { label: '200 ms, loss', settings: { latencyMs: 200, jitterMs: 20, lossPercent: 3 } },
];

interface Slider {
  readonly name: keyof LineSettings;
  readonly label: string;
  readonly unit: string;
  readonly step: number;
}

const sliders: readonly Slider[] = [
  { name: 'latencyMs', label: 'Round trip, added', unit: 'ms', step: 10 },
  { name: 'jitterMs', label: 'Jitter, up to', unit: 'ms', step: 5 },
  { name: 'lossPercent', label: 'Packets lost', unit: '%', step: 0.5 },
];

const words =
  'Slows this page down, both ways. TCP loses nothing and keeps the order: a lost packet is sent ' +
  `again, a round trip and ${resendPauseMs} ms later, and all behind it waits.`;
const figuresMs = 250;

export class LinePanel {
  readonly #panel: SidePanel;
  readonly #inputs = new Map<keyof LineSettings, HTMLInputElement>();
  readonly #outputs = new Map<keyof LineSettings, HTMLOutputElement>();
  readonly #presets: HTMLButtonElement[];
  readonly #extras = make('div', { class: 'switches' });
  #figures: (() => void)[] = [];

  constructor(toolbar: Toolbar) {
    const settings = { id: 'line', title: 'The line', label: 'Line', keyCode: 'KeyL' };
    this.#panel = new SidePanel(toolbar, settings, () => this.#refresh());
    this.#presets = presets.map((preset) => {
      return makeButton(preset.label, () => this.#set(preset.settings));
    });
    this.#panel.body.append(
      make('div', { class: 'presets' }, ...this.#presets),
      ...sliders.map((slider) => this.#row(slider)),
      make('p', {}, words),
      this.#extras,
    );
    const asked = new URLSearchParams(location.search).get('line');
    this.#set(asked === null ? lineOff : readLine(asked));
    setInterval(() => this.#refresh(), figuresMs);
  }

  /** A switch of the page's own. */
  addSwitch(label: string, isOn: boolean, change: (isOn: boolean) => void): void {
    const box = make('input', { type: 'checkbox' });
    box.checked = isOn;
    box.addEventListener('change', () => {
      change(box.checked);
      box.blur();
    });
    this.#extras.append(make('label', {}, box, label));
  }

  /** A line of text that is read again and again while the panel is open. */
  addFigure(read: () => string): void {
    const line = make('p', { class: 'figure' });
    this.#figures.push(() => {
      line.textContent = read();
    });
    this.#extras.append(line);
  }

  #row({ name, label, unit, step }: Slider): HTMLElement {
    const max = String(lineLimits[name]);
    const input = make('input', { type: 'range', min: '0', max, step: String(step) });
    const output = make('output');
    output.dataset.unit = unit;
    input.addEventListener('input', () => {
      this.#set({ ...lineSettings(), [name]: Number(input.value) });
    });
    input.addEventListener('change', () => input.blur());
    this.#inputs.set(name, input);
    this.#outputs.set(name, output);
    return make('label', { class: 'slider' }, make('span', {}, label), output, input);
  }

  #set(settings: LineSettings): void {
    setLine(settings);
    // So that nobody forgets that it is slow once the panel is closed.
    this.#panel.relabel(isOff(settings) ? 'Line' : `Line: ${settings.latencyMs} ms`);
    for (const { name, unit } of sliders) {
      const input = this.#inputs.get(name);
      const output = this.#outputs.get(name);
      if (input) input.value = String(settings[name]);
      if (output) output.value = `${settings[name]} ${unit}`;
    }
    for (const [index, button] of this.#presets.entries()) {
      const same = sliders.every(({ name }) => presets[index]?.settings[name] === settings[name]);
      button.setAttribute('aria-pressed', String(same));
      button.blur();
    }
  }

  #refresh(): void {
    if (this.#panel.isOpen) for (const show of this.#figures) show();
  }
}
