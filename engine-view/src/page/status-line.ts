/**
 * How the stream stands, in words, and the field for a token. Main thread of the page; owns the
 * status, the message over the lanes and the form.
 */
import type { StreamState } from '../stream/stream-state.ts';
import { wordsOf } from '../stream/stream-state.ts';
import { byId, setText } from './element.ts';
import type { EngineModel } from './engine-model.ts';
import { whole } from './format-number.ts';

/** Frames missed are told of for so long, ms. */
const missedMs = 4_000;

export class StatusLine {
  readonly #status = byId('status', HTMLElement);
  readonly #message = byId('message', HTMLElement);
  readonly #missed = byId('missed', HTMLElement);
  readonly #form = byId('token-form', HTMLFormElement);
  readonly #field = byId('token', HTMLInputElement);
  readonly #server = byId('server', HTMLElement);
  #state: StreamState = { kind: 'connecting' };
  #wasLive = false;
  #missedShown = 0;
  #missedUntilMs = 0;

  constructor(onToken: (token: string) => void) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const token = this.#field.value.trim();
      if (token !== '') onToken(token);
    });
    setInterval(() => this.#write(), 250); // the words count seconds down
  }

  get isLive(): boolean {
    return this.#state.kind === 'live';
  }

  show(state: StreamState): void {
    const wasLocked = this.#state.kind === 'locked';
    this.#state = state;
    if (state.kind === 'live') this.#wasLive = true;
    this.#form.hidden = state.kind !== 'locked' && !(wasLocked && state.kind === 'connecting');
    if (state.kind === 'locked' && !wasLocked) this.#field.focus();
    if (state.kind === 'live') this.#field.value = '';
    this.#write();
  }

  showServer({ hello }: EngineModel): void {
    if (hello === undefined) return;
    const { version, node, workers } = hello;
    const threads = workers === 1 ? '1 worker' : `${workers} workers`;
    setText(this.#server, `${version} · Node ${node.replace(/^v/, '')} · ${threads}`);
  }

  /** Frames and visits that did not get here: nothing is passed over in silence. */
  showMissed({ counted: { missed, skipped } }: EngineModel): void {
    const all = missed + skipped;
    if (all > this.#missedShown) this.#missedUntilMs = performance.now() + missedMs;
    this.#missedShown = all;
    const parts = [];
    if (missed > 0) parts.push(`${whole(missed)} frames missed: this page reads too slowly`);
    if (skipped > 0) parts.push(`${whole(skipped)} ticks more than are drawn`);
    const isOld = performance.now() > this.#missedUntilMs;
    setText(this.#missed, isOld ? '' : parts.join(' · '));
  }

  #write(): void {
    const { status, message, tone } = wordsOf(this.#state, this.#wasLive, performance.now());
    setText(this.#status, status);
    this.#status.dataset.tone = tone;
    setText(this.#message, message);
    this.#message.hidden = message === '';
    document.body.classList.toggle('stale', this.#state.kind !== 'live');
  }
}
