/**
 * One `t.set(Entity)`: entities without keys or order. What a game sees as `room.doors`. Its state
 * is all in the room's memory; the object and its handles belong to one worker.
 */
import { assignFields, checkFields, detached } from './assign-fields.ts';
import { EntityRows } from './entity-rows.ts';
import type { FieldsOf, Handle } from './handle-class.ts';
import { noteAddition, noteClear, noteRemoval } from './index-changes.ts';

export class EntitySet<Entity extends Handle = Handle> extends EntityRows<Entity> {
  has(entity: Entity): boolean {
    return this.owns(entity);
  }

  /**
   * A new entity with its fields' defaults, and `fields` on top.
   * @throws UsageError TABLE_FULL, ENTITY_STALE, or what a field's setter throws; the set is then
   * as before.
   */
  add(fields?: FieldsOf<Entity>): Entity {
    this.demandOwner();
    if (fields !== undefined) checkFields(this.$block, fields);
    const { plan } = this.$block.layout;
    const given = fields && detached(fields, plan);
    const row = this.takeRow();
    noteAddition(this.$block, this.$owner, row);
    const entity = this.entityAt(row) as Entity;
    if (given !== undefined) assignFields(entity, given, plan);
    return entity;
  }

  /** False when it is not there. Safe while iterating. */
  delete(entity: Entity): boolean {
    if (!this.owns(entity)) return false;
    this.demandOwner();
    noteRemoval(this.$block, this.$owner, entity.$row);
    this.releaseRow(entity.$row);
    return true;
  }

  /** As `for … of` the set itself. */
  values(): IterableIterator<Entity> {
    return this[Symbol.iterator]();
  }

  forEach(visit: (entity: Entity) => void): void {
    for (const entity of this) visit(entity);
  }

  /** As plain values. */
  toJSON(): object[] {
    return Array.from(this, (entity) => entity.toJSON());
  }

  clear(): void {
    this.demandOwner();
    this.emptyRows();
    noteClear(this.$block, this.$owner);
  }
}
