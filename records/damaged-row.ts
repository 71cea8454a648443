import { FacilityError } from './facility-error.js';

/** A row of a store that the disk did not give back as it was written: `by-sequence 17`, `document-store visit:…`. */
export type RowName = string;

/** Begins the id of a document that stands in for one whose id is lost, too; its sequence follows. */
export const STAND_IN_ID = 'damaged:';
/** Stands for all rows that were lost with a block of a file: a sequence behind all others. */
export const UNKNOWN_SEQUENCE = String(Number.MAX_SAFE_INTEGER);

/** A document that stands in PouchDB's answers where the true one cannot be read: see node-server/store/guard-rows.ts. */
export interface StandIn {
  damagedRow: RowName;
}

/** The document as it came, unless it stands in for one that cannot be read: then throws `store-damaged`. */
export function intact<T extends object>(document: T, id?: string): T {
  const { damagedRow } = document as Partial<StandIn>;
  if (damagedRow === undefined) return document;
  throw damagedRecord(damagedRow, id?.startsWith(STAND_IN_ID) ? undefined : id);
}

/** The id, unless it stands in for one that cannot be read: then throws `store-damaged`. */
export function intactId(id: string): string {
  if (!id.startsWith(STAND_IN_ID)) return id;
  throw damagedRecord(`by-sequence ${id.slice(STAND_IN_ID.length)}`);
}

/** Words under `errors`: where one record is named, all other work goes on. */
export function damageWords({ code, params }: FacilityError): string {
  return code === 'store-damaged' && params['record'] !== undefined ? 'record-damaged' : code;
}

/** @param id of the record, where it is known: a row's name may only tell its number */
export function damagedRecord(row: RowName, id?: string): FacilityError {
  const [store, ...rest] = row.split(' ');
  const key = rest.join(' ');
  const hint = 'hints.runbookDamaged';
  // A block of a file: nobody knows what stood there.
  if (key === UNKNOWN_SEQUENCE)
    return new FacilityError('store-damaged', 'The store is damaged: a part of it cannot be read.', { hint });
  const record = id ?? (store === 'by-sequence' ? String(Number(key)) : key);
  return new FacilityError('store-damaged', `The store is damaged: record ${record} cannot be read.`, {
    hint,
    params: { record },
  });
}
