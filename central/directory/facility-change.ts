import { COLUMNS, type Column } from './columns.js';
import type { FacilityDocument } from './facility-document.js';
import { writeCells } from './write-cells.js';

/** What an import changes of a facility that stands. */
export interface FacilityChange {
  code: string;
  name: string;
  fields: { field: Column; from: string; to: string }[];
  /** it is closed, or moved to another state, district or block, and its box is in use */
  inUse: boolean;
}

/** Column by column, as a list would say it. */
export function changedFields(before: FacilityDocument, after: FacilityDocument): FacilityChange['fields'] {
  const [was, is] = [writeCells(before), writeCells(after)];
  return COLUMNS.filter((field) => was[field] !== is[field]).map((field) => ({
    field,
    from: was[field],
    to: is[field],
  }));
}

/** Whether people and records would follow it to another area, or find it closed. */
export function closesOrMoves({ fields }: Pick<FacilityChange, 'fields'>): boolean {
  return fields.some(
    ({ field, to }) =>
      ['state', 'district', 'block'].includes(field) || (field === 'status' && to === 'closed'),
  );
}
