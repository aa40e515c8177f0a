/** Gives a new entity the fields that an author named, or takes it back. Any thread. */
import { UsageError } from '../base/errors.ts';
import type { BlockPlan } from '../schema/state-plan.ts';
import type { Handle } from './handle-class.ts';

/**
 * By the plan's names, so that another entity may be given: its fields are its class's. Where a
 * value is refused, `undo` is called before the error goes on.
 */
export function assignFields(
  entity: Handle,
  fields: object,
  plan: BlockPlan,
  undo: () => void,
): void {
  try {
    for (const name in fields) {
      if (name in entity) continue;
      throw new UsageError('VALUE_INVALID', `${plan.path}.${name}: there is no such field`);
    }
    for (const { name } of plan.fields) assign(entity, fields, name);
    for (const child of plan.children) {
      if (child.kind === 'ref') assign(entity, fields, child.name);
    }
  } catch (error) {
    undo();
    throw error;
  }
}

function assign(entity: Handle, fields: object, name: string): void {
  const value = fields[name as keyof typeof fields];
  if (value !== undefined) (entity as unknown as Record<string, unknown>)[name] = value;
}
