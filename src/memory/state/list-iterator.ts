/** Walks an array in its order; kept by its array and used again, as RowIterator is. */

interface Indexed<Value> {
  readonly length: number;
  at(index: number): Value | undefined;
}

export class ListIterator<Value> implements IterableIterator<Value> {
  readonly #list: Indexed<Value>;
  readonly #result: { value: Value | undefined; done: boolean } = { value: undefined, done: true };
  /** -1: not in use. */
  #index = -1;

  constructor(list: Indexed<Value>) {
    this.#list = list;
  }

  /** False when another loop is using it. */
  start(): boolean {
    if (this.#index >= 0) return false;
    this.#index = 0;
    return true;
  }

  next(): IteratorResult<Value> {
    const index = this.#index;
    if (index < 0 || index >= this.#list.length) return this.return();
    this.#index = index + 1;
    this.#result.value = this.#list.at(index);
    this.#result.done = false;
    return this.#result as IteratorResult<Value>;
  }

  /** Called when a loop ends, by `break` or by an error too. */
  return(): IteratorResult<Value> {
    this.#index = -1;
    this.#result.value = undefined;
    this.#result.done = true;
    return this.#result as IteratorResult<Value>;
  }

  [Symbol.iterator](): IterableIterator<Value> {
    return this;
  }
}
