/** The table object of one owner, by the kind of the collection. Made once per owner's handle. */
import { EntityList } from './entity-list.ts';
import { EntitySet } from './entity-set.ts';
import { EntityTable } from './entity-table.ts';
import type { Handle } from './handle-class.ts';
import { demandThere } from './row-lifecycle.ts';
import type { TableBlock } from './table-block.ts';
import type { TableRows } from './table-rows.ts';
import { ValueList } from './value-list.ts';
import { ValueMap } from './value-map.ts';
import { ValueSet } from './value-set.ts';

const ofEntities = { map: EntityTable, array: EntityList, set: EntitySet } as const;
const ofValues = { map: ValueMap, array: ValueList, set: ValueSet } as const;

/** @throws UsageError ENTITY_STALE when the owner is gone. */
export function tableOf(block: TableBlock, owner: Handle): TableRows {
  const { kind, isEntity, path } = block.layout.plan;
  demandThere(owner, path);
  const row = owner.$row;
  return isEntity ? new ofEntities[kind](block, row) : new ofValues[kind](block, row);
}
