/**
 * What an author's callbacks hear on one client: stock callbacks on every structure, attached as
 * an author attaches them, and a log per structure in the order in which they fired. Test code.
 */

import { inspect } from 'node:util';
import { Callbacks, type Decoder, Schema } from '@colyseus/schema';
import type { Fields } from './tree-classes.ts';
import { type ClassShape, type CollectionMember, isSent } from './tree-shape.ts';

type Handler = (first: unknown, second: unknown) => void;
/** Its own types want to know the author's classes. */
interface Listener {
  listen(instance: object, name: string, handler: Handler): void;
  onChange(instance: object, name: string, handler: Handler): void;
  onChange(instance: object, handler: () => void): void;
  onAdd(instance: object, name: string, handler: Handler): void;
  onRemove(instance: object, name: string, handler: Handler): void;
}

export class TreeEvents {
  readonly #listener: Listener;
  readonly #attached = new WeakSet<object>();
  readonly #instances = new Map<string, number>();
  #log = new Map<string, string[]>();

  constructor(decoder: Decoder, shape: ClassShape) {
    this.#listener = Callbacks.get(decoder) as unknown as Listener;
    this.#attach(decoder.state, shape, 'state');
  }

  /** Since the last call, by structure. */
  take(): Record<string, readonly string[]> {
    const log = [...this.#log].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#log = new Map();
    return Object.fromEntries(log);
  }

  /** Once an instance: an array that is restated adds the same ones again. */
  #attach(instance: object, shape: ClassShape, place: string): void {
    if (this.#attached.has(instance)) return;
    this.#attached.add(instance);
    const count = (this.#instances.get(place) ?? 0) + 1;
    this.#instances.set(place, count);
    const path = `${place}#${count}`;
    const listener = this.#listener;
    listener.onChange(instance, () => this.#note(path, 'changed'));
    for (const member of shape.members.filter(isSent)) {
      const { name } = member;
      if (member.kind !== 'scalar' && member.kind !== 'ref') {
        this.#attachCollection(instance, member, path);
        continue;
      }
      listener.listen(instance, name, (value, before) => {
        this.#note(path, `${name}: ${show(before)} -> ${show(value)}`);
        if (member.kind === 'ref' && value !== undefined) {
          this.#attach(value as object, member.target, `${path}.${name}`);
        }
      });
    }
  }

  #attachCollection(instance: object, { name, entity }: CollectionMember, owner: string): void {
    const path = `${owner}.${name}`;
    const listener = this.#listener;
    listener.onAdd(instance, name, (element, key) => {
      this.#note(path, `add ${key}: ${show(element)}`);
      if (entity !== undefined) this.#attach(element as object, entity, `${path}[${key}]`);
    });
    listener.onRemove(instance, name, (element, key) => {
      this.#note(path, `remove ${key}: ${show(element)}`);
    });
    listener.onChange(instance, name, (key, element) => {
      this.#note(path, `change ${key}: ${show(element)}`);
    });
  }

  #note(path: string, line: string): void {
    const lines = this.#log.get(path) ?? [];
    lines.push(line);
    this.#log.set(path, lines);
  }
}

/** An instance by its scalars. */
function show(value: unknown): string {
  if (!(value instanceof Schema)) return inspect(value === 0 ? 0 : value);
  const metadata = Object.entries(value.toJSON()).filter(([, one]) => typeof one !== 'object');
  return inspect(Object.fromEntries(metadata) as Fields).replaceAll('-0', '0');
}
