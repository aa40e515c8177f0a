/**
 * Gives a new entity the fields that an author named. They are checked before anything is touched,
 * so that what is refused leaves no trace. Any thread.
 */
import { UsageError } from '../../base/errors.ts';
import type { BlockPlan } from '../../schema/state-plan.ts';
import { type Handle, handleClass } from './handle-class.ts';
import type { ChildBlock, StateBlock } from './state-block.ts';
import { isTableBlock } from './table-block.ts';
import { checkScalar } from './value-cell.ts';

/** @throws UsageError VALUE_INVALID, STRING_TOO_LONG. */
export function checkFields(block: StateBlock, fields: unknown): asserts fields is object {
  const { plan, fields: layouts } = block.layout;
  if (typeof fields !== 'object' || fields === null) {
    const given = fields === null ? 'null' : typeof fields;
    throw new UsageError('VALUE_INVALID', `${plan.path}: fields were expected, not ${given}`);
  }
  checkClass(plan, fields);
  if (!isHandle(fields)) checkNames(block, fields);
  layouts.forEach(({ plan: field }, index) => {
    const value = read(fields, field.name);
    const isNothing = value === undefined || (value === null && field.isOptional);
    if (!isNothing) checkScalar(field, block.texts[index], value);
  });
  for (const child of block.children) {
    const value = read(fields, child.layout.plan.name);
    if (isTableBlock(child)) checkEmpty(child.layout.plan, value);
    else if (value !== undefined) checkTarget(child, value);
  }
}

/** What a `t.ref(Class)` can be given. @throws UsageError as `checkFields`. */
export function checkTarget(ref: ChildBlock, value: unknown): void {
  const { plan } = ref.layout;
  const isNothing = value === undefined || value === null;
  if (plan.kind === 'ref' && plan.isOptional && isNothing) return;
  if (typeof value === 'object' && value !== null) return checkFields(ref, value);
  throw new UsageError(
    'VALUE_INVALID',
    `${plan.path}: ${isNothing ? 'nothing' : typeof value} cannot be put there;` +
      ' give its fields, or make it .optional()',
  );
}

/** By the plan's names, so that another entity may be given: its fields are its class's. */
export function assignFields(entity: Handle, fields: object, plan: BlockPlan): void {
  for (const { name } of plan.fields) assign(entity, fields, name);
  for (const child of plan.children) {
    if (child.kind === 'ref') assign(entity, fields, child.name);
  }
}

/**
 * What `fields` says now, whatever becomes of the entity that it may be: it may be about to go, or
 * have gone already and have its row taken by the one that is made of it.
 */
export function detached(fields: object, plan: BlockPlan): object {
  return isHandle(fields) ? copyFields(fields, plan) : fields;
}

function copyFields(fields: object, plan: BlockPlan): object {
  const copy: Record<string, unknown> = {};
  for (const { name } of plan.fields) copy[name] = read(fields, name);
  for (const child of plan.children) {
    if (child.kind !== 'ref') continue;
    const value = read(fields, child.name);
    const isObject = typeof value === 'object' && value !== null;
    copy[child.name] = isObject ? copyFields(value, child) : value;
  }
  return copy;
}

function isHandle(value: object): value is Handle {
  return '$block' in value;
}

/** A handle or a schema's instance must be of the very class: another would lose what it adds. */
function checkClass({ path, typeName }: BlockPlan, fields: object): void {
  const made = fields.constructor;
  if (typeof made !== 'function') return;
  const given = made.name;
  const isOfClass = isHandle(fields) || Symbol.metadata in made;
  if (!isOfClass || given === typeName) return;
  throw new UsageError(
    'VALUE_INVALID',
    `${path}: a ${typeName} belongs there, and a ${given} was given;` +
      ' a collection or ref holds one class, so keep each class in one of its own',
  );
}

/** A new entity's tables are empty. */
function checkEmpty({ path }: BlockPlan, value: unknown): void {
  if (value === undefined || value === null) return;
  const { size, length } = value as { size?: unknown; length?: unknown };
  if (size === 0 || length === 0) return;
  throw new UsageError(
    'VALUE_INVALID',
    `${path}: elements are not copied with the entity that they are in;` +
      ' leave it out, and add them to the new one',
  );
}

function checkNames({ layout }: StateBlock, fields: object): void {
  const { prototype } = handleClass(layout);
  for (const name in fields) {
    const isMade = Object.hasOwn(layout.plan.methods, name) && Object.hasOwn(fields, name);
    if (name in prototype && !isMade) continue;
    throw new UsageError('VALUE_INVALID', `${layout.plan.path}.${name}: there is no such field`);
  }
}

function assign(entity: Handle, fields: object, name: string): void {
  const value = read(fields, name);
  if (value !== undefined) (entity as unknown as Record<string, unknown>)[name] = value;
}

function read(fields: object, name: string): unknown {
  return fields[name as keyof typeof fields];
}
