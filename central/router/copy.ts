import type { CouchDocument } from './router-couch.js';

/** A document that a rule wants to stand somewhere. Its id follows from the record, so that twice is once. */
export interface Copy {
  database: string;
  id: string;
  /** null: where none stands none is made */
  body: Record<string, unknown> | null;
  /**
   * What becomes of a document that stands under this id: the new body, or null where it stays. Must come to the same
   * in whatever order and however often copies come. Absent: what stands stays.
   */
  merge?: (standing: CouchDocument) => Record<string, unknown> | null;
  /** it is not made where this stands: somebody was told that it was not */
  unless?: { database: string; id: string };
  /** put these in its place where there is no such database; absent: that is a fault of the centre's */
  elsewhere?: Copy[];
}
