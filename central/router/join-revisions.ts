import type { Copy } from './copy.js';
import type { CouchDocument } from './router-couch.js';
import { joinEntries, type IndexedPatient } from './rules/indexed-patient.js';

/**
 * One document of two revisions that a cluster took at the same moment, or on two sides of a node that was down: both
 * writers were told yes, so that what either said must stand.
 */
export function joinRevisions(one: CouchDocument, other: CouchDocument): CouchDocument {
  const join = JOINS[String(one['type'])];
  return join && one['type'] === other['type'] ? join(one, other) : one;
}

/** Of documents read with `_conflicts`: copies that say nothing themselves, and join what stands beside each other. */
export function joiningCopies(database: string, documents: readonly CouchDocument[]): Copy[] {
  const forked = documents.filter(({ _conflicts }) => Array.isArray(_conflicts));
  return forked.map(({ _id: id }) => ({ database, id, body: null }));
}

type Join = (one: CouchDocument, other: CouchDocument) => CouchDocument;

const JOINS: Partial<Record<string, Join>> = {
  patient: (one, other) => ({
    // What was taken back is not in it.
    ...joinEntries(one as unknown as IndexedPatient, other as unknown as IndexedPatient),
    _id: one._id,
  }),
  // What a person said of two, and that they decided, outlives what was reckoned.
  duplicate: (one, other) => ({ ...other, ...one }),
  link: (one, other) =>
    later(one, other, (link) => (link['undone'] as { at: string } | undefined) ?? link, 'at'),
  summary: (one, other) => later(one, other, (summary) => summary, 'from'),
  box: (one, other) => {
    const confirmed = [one, other].map(({ confirmedN }) => Number(confirmedN ?? 0));
    const status = later(one, other, (box) => box, 'lastContact');
    return Math.max(...confirmed) > 0 ? { ...status, confirmedN: Math.max(...confirmed) } : status;
  },
  'box-day': (one, other) => ({
    ...one,
    samples: { ...(other['samples'] as object), ...(one['samples'] as object) },
  }),
  alert: (one, other) => {
    if (one['since'] !== other['since']) return later(one, other, (alert) => alert, 'since');
    const records = [other, one].flatMap((alert) => (alert['records'] ?? []) as { id: string }[]);
    const named = [...new Map(records.map((record) => [record.id, record])).values()];
    return { ...other, ...one, ...(named.length > 0 ? { records: named } : {}) };
  },
};

/** Whichever says the greater text in a field. */
function later(
  one: CouchDocument,
  other: CouchDocument,
  of: (document: CouchDocument) => object,
  field: string,
): CouchDocument {
  const said = (document: CouchDocument): string => {
    const value = (of(document) as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : '';
  };
  return said(other) > said(one) ? other : one;
}
