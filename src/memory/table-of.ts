/** The table object of one owner, by the kind of the collection. Made once per owner's handle. */
import { EntityList } from './entity-list.ts';
import { EntitySet } from './entity-set.ts';
import { EntityTable } from './entity-table.ts';
import type { TableBlock } from './table-block.ts';
import type { TableRows } from './table-rows.ts';
import { ValueList } from './value-list.ts';
import { ValueMap } from './value-map.ts';
import { ValueSet } from './value-set.ts';

const ofEntities = { map: EntityTable, array: EntityList, set: EntitySet } as const;
const ofValues = { map: ValueMap, array: ValueList, set: ValueSet } as const;

export function tableOf(block: TableBlock, owner: number): TableRows {
  const { kind, isEntity } = block.layout.plan;
  return isEntity ? new ofEntities[kind](block, owner) : new ofValues[kind](block, owner);
}
