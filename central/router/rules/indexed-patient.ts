import { blockKeys, comparedPerson } from '../../../records/duplicates/compared-person.js';
import { countedWords } from '../../../records/duplicates/name-shares.js';
import type { Day } from '../../../records/day.js';
import { boxOf, firstBox, type BoxId } from '../../../records/ids.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import type { Demographics } from '../../../records/people.js';
import { isShared, type Share } from '../../../records/tenancy.js';

/** What of a person the common index knows: by what two registrations are compared, and nothing of their health. */
const KNOWN = [
  'name',
  'sex',
  'birthDate',
  'birthDateEstimated',
  'mobile',
  'relative',
  'village',
  'abha',
  'abhaAddress',
] as const satisfies (keyof Demographics)[];
type Known = (typeof KNOWN)[number];

/** A patient in the common index. A document without a name waits for the patient's own record, which is on its way. */
export interface IndexedPatient extends Partial<Pick<Demographics, Known>> {
  type: 'patient';
  /** where they were registered */
  box: BoxId;
  /** two who may be one share at least one of these: see `blockKeys` */
  keys: string[];
  /** by which it is counted how common names and villages are: see `countedWords` */
  words?: string[];
  /** facilities that hold records of them */
  facilities: string[];
  /** of each field the time and record of its latest word: so the order in which words come does not matter */
  said: Partial<Record<Known, string>>;
  /** private hospitals, by their code, whose records of them the patient shares */
  shared?: Record<string, Share>;
}

/** What a record says of a person, and the mark by which of two words the later is told. */
export interface Word {
  told: Partial<Record<Known, unknown>>;
  by: string;
}

export function wordOf(record: RecordOf<'patient'> | RecordOf<'patient-amendment'>): Word {
  const { _id, at } = record;
  const told =
    record.type === 'patient'
      ? Object.fromEntries(KNOWN.map((field) => [field, record[field] ?? null]))
      : record.set;
  return { told, by: `${at} ${_id}` };
}

/** The later word on a field counts; null takes it away. */
function hear(entry: IndexedPatient, field: Known, { value, by }: { value: unknown; by: string }): void {
  if ((entry.said[field] ?? '') >= by) return;
  entry.said[field] = by;
  if (value === null) delete entry[field];
  else Object.assign(entry, { [field]: value });
}

/** An entry after a record's word, of a facility that holds records of the patient. */
export function joined(
  standing: IndexedPatient,
  box: BoxId,
  { told, by }: Word = { told: {}, by: '' },
): IndexedPatient {
  const next: IndexedPatient = { ...standing, said: { ...standing.said } };
  for (const field of KNOWN) {
    const value = told[field];
    if (value !== undefined) hear(next, field, { value, by });
  }
  next.facilities = [...new Set([...standing.facilities, firstBox(box)])].sort();
  return withKeys(next);
}

/**
 * One entry of two that were written beside each other: of each field the later word. A private hospital's word stands
 * only where both have its share: the one without may be where the patient took it back.
 */
export function joinEntries(one: IndexedPatient, other: IndexedPatient): IndexedPatient {
  const next: IndexedPatient = { ...one, said: { ...one.said } };
  for (const field of KNOWN) {
    const by = other.said[field];
    if (by !== undefined) hear(next, field, { value: other[field] ?? null, by });
  }
  next.facilities = [...new Set([...one.facilities, ...other.facilities])].sort();
  const shared = { ...other.shared, ...one.shared };
  const given = Object.keys(shared);
  const inBoth = (code: string): boolean => Boolean(one.shared?.[code] && other.shared?.[code]);
  const joint = { ...withKeys(next), ...(given.length > 0 && { shared }) };
  return given.filter((code) => !inBoth(code)).reduce(withdrawn, joint);
}

/** Without what a facility said, and that it has anything to say. */
export function withdrawn(standing: IndexedPatient, code: string): IndexedPatient {
  const { shared = {}, ...rest } = standing;
  const { [code]: _share, ...others } = shared;
  const next: IndexedPatient = { ...rest, said: { ...standing.said } };
  for (const field of KNOWN) {
    const [, record = ''] = (next.said[field] ?? '').split(' ');
    if (firstBox(boxOf(record) ?? '') !== code) continue;
    delete next.said[field];
    delete next[field];
  }
  next.facilities = standing.facilities.filter((one) => one !== code);
  return { ...withKeys(next), ...(Object.keys(others).length > 0 && { shared: others }) };
}

/** Without what private hospitals said under consents that are over on a day. */
export function withoutEnded(standing: IndexedPatient, today: Day): IndexedPatient {
  const ended = Object.entries(standing.shared ?? {}).filter(([, share]) => !isShared(share, today));
  return ended.reduce((entry, [code]) => withdrawn(entry, code), standing);
}

function withKeys(entry: IndexedPatient): IndexedPatient {
  const { keys: _keys, words: _words, ...rest } = entry;
  if (entry.name === undefined) return { ...rest, keys: [] };
  const person = comparedPerson({ ...entry, name: entry.name, sex: entry.sex ?? 'unknown' });
  return { ...rest, keys: blockKeys(person).sort(), words: countedWords(person).sort() };
}
