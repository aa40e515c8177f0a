/**
 * `ctx.inputs` on one worker: the room's input queues by slot, and what stands in for an input that
 * did not come. Keeps nothing but iterators, one per slot, which are used again.
 */
import { UsageError } from '../base/errors.ts';
import type { InputOptions } from '../game/input-options.ts';
import type { Inputs } from '../game/step-context.ts';
import type { InputQueues } from '../memory/input-queues.ts';
import { SlotState, type SlotTable } from '../memory/slot-table.ts';
import type { Handle } from '../memory/state/handle-class.ts';

type Fields = Readonly<Record<string, unknown>>;

export class ClientInputs implements Inputs<Handle> {
  readonly #queues: InputQueues | undefined;
  readonly #slots: SlotTable;
  readonly #options: InputOptions | undefined;
  readonly #context: unknown;
  readonly #drains: Drain[] = [];

  constructor(
    queues: InputQueues | undefined,
    slots: SlotTable,
    options: InputOptions | undefined,
    context: unknown,
  ) {
    this.#queues = queues;
    this.#slots = slots;
    this.#options = options;
    this.#context = context;
  }

  next(slot: number): Handle | undefined {
    const queues = this.#mustHaveInput();
    if (!this.#isTaken(slot)) return undefined;
    return queues.next(slot) ?? this.#idle(queues, slot);
  }

  drain(slot: number): IterableIterator<Handle> {
    this.#mustHaveInput();
    let drain = this.#drains[slot];
    if (drain === undefined) {
      drain = new Drain(this, slot);
      if (slot < this.#slots.clients) this.#drains[slot] = drain;
    }
    // An empty queue gives its idle frame, if the game has one.
    drain.start(Math.max(1, this.waiting(slot)));
    return drain;
  }

  latest(slot: number): Handle {
    const queues = this.#mustHaveInput();
    if (!this.#isTaken(slot)) {
      throw new UsageError('VALUE_INVALID', `inputs.latest(${slot}): no client has that slot`);
    }
    return queues.latest(slot);
  }

  waiting(slot: number): number {
    return this.#isTaken(slot) ? this.#slots.waiting[slot] : 0;
  }

  clear(slot: number): void {
    if (this.#isTaken(slot)) this.#queues?.clear(slot);
  }

  acknowledged(slot: number): number {
    return this.#isTaken(slot) ? this.#slots.ackOf(slot) : 0;
  }

  wasIdle(slot: number): boolean {
    return this.#isTaken(slot) && this.#queues?.wasIdle(slot) === true;
  }

  renderTime(slot: number): number {
    return (this.#isTaken(slot) && this.#queues?.renderTime(slot)) || 0;
  }

  reckonTime(slot: number): number {
    return (this.#isTaken(slot) && this.#queues?.reckonTime(slot)) || 0;
  }

  #idle(queues: InputQueues, slot: number): Handle | undefined {
    if (this.#options?.hasIdle !== true) return undefined;
    const { idle } = this.#options;
    const latest = queues.latest(slot) as unknown as Fields;
    const fields = typeof idle === 'function' ? idle(this.#context, slot, latest) : idle;
    return queues.idle(slot, fields === true ? undefined : fields);
  }

  #isTaken(slot: number): boolean {
    return slot < this.#slots.clients && this.#slots.states[slot] !== SlotState.FREE;
  }

  #mustHaveInput(): InputQueues {
    if (this.#queues !== undefined) return this.#queues;
    throw new UsageError(
      'INPUT_MISSING',
      'ctx.inputs: the game defines no input; add input: schema({...}) to defineGame',
    );
  }
}

/**
 * A loop over a slot's waiting inputs, at most as many as waited when it began: one object for all
 * loops over the slot. A loop inside a loop over the same slot takes the inputs from it.
 */
class Drain implements IterableIterator<Handle> {
  readonly #inputs: ClientInputs;
  readonly #slot: number;
  readonly #result = { value: undefined as Handle | undefined, done: true };
  #left = 0;

  constructor(inputs: ClientInputs, slot: number) {
    this.#inputs = inputs;
    this.#slot = slot;
  }

  start(count: number): void {
    this.#left = count;
  }

  next(): IteratorResult<Handle> {
    const input = this.#left > 0 ? this.#inputs.next(this.#slot) : undefined;
    this.#left = input === undefined ? 0 : this.#left - 1;
    this.#result.value = input;
    this.#result.done = input === undefined;
    return this.#result as IteratorResult<Handle>;
  }

  [Symbol.iterator](): IterableIterator<Handle> {
    return this;
  }
}
