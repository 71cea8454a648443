import { firstBox, lineageOf, parsePatientId, type BoxId, type PatientId } from '../../records/ids.js';
import { cutHistory } from '../../records/history/cut-history.js';
import type { HistoryGrounds } from '../../records/history/history-grounds.js';
import { mayShare } from '../../records/history/may-share.js';
import { openRecords } from '../../records/history/open-records.js';
import { isWithdrawn } from '../../records/history/withdrawn.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { HistoryHead, HistoryHolder, HistoryRefusal } from '../../sync/history/messages.js';
import { followLinks } from '../router/read-person-links.js';
import type { HistoryCouch, LedgerPart } from './history-couch.js';

/** Somebody whom people gave more ids than this is a mistake of theirs. */
const MOST_IDS = 8;
/** Characters of JSON: some 400 visits, about 100 kB on the line. */
const MOST_SIZE = 800_000;

export interface GatheredHistory {
  head: Omit<HistoryHead, 'size'>;
  records: LedgerRecord[];
}

export interface Gathering {
  box: BoxId;
  patient: PatientId;
  grounds: HistoryGrounds;
  /**
   * Writes down, before anything is read, that the box fetches what these facilities hold: a no that is not found below
   * was said later, and whoever carries it then finds what was written here.
   */
  note: (patients: PatientId[], from: BoxId[]) => Promise<unknown>;
}

/**
 * What other facilities hold of a patient and may give to a box: those that the common index lists, and the home that
 * the id names; of this person under every id that was decided to be theirs. Throws what nano throws, and FacilityError.
 */
export async function gatherHistory(
  couch: HistoryCouch,
  { box, patient, grounds, note }: Gathering,
): Promise<GatheredHistory | HistoryRefusal> {
  const patients = await idsOf(couch, patient);
  const indexed = await Promise.all(patients.map((one) => couch.indexed(one)));
  const homes = patients.flatMap((one) => parsePatientId(one)?.box ?? []);
  const named = [...indexed.flatMap((one) => one?.facilities ?? []), ...homes].map(firstBox);
  const own = firstBox(box);
  const codes = [...new Set(named)].filter((code) => code !== own).sort();
  const listed = await couch.listed([own, ...codes]);
  const may = (code: BoxId): boolean => mayShare(listed.get(code) ?? null, listed.get(own) ?? null, grounds);
  await note(patients, codes.filter(may));
  const answers = await Promise.all(
    codes.map(async (code): Promise<{ holder: HistoryHolder; parts: LedgerPart[] }> => {
      const facility = listed.get(code);
      const names = { code, ...(facility ? { name: facility.name } : {}) };
      if (!may(code)) return { holder: { ...names, state: facility ? 'private' : 'gone' }, parts: [] };
      try {
        const parts = await readLedgers(couch, lineageOf(facility?.box ?? code), patients);
        return { holder: { ...names, state: parts ? 'given' : 'gone' }, parts: parts ?? [] };
      } catch {
        return { holder: { ...names, state: 'late' }, parts: [] };
      }
    }),
  );
  const holders = answers.map(({ holder }) => holder);
  const parts = answers.flatMap((answer) => answer.parts);
  const records = parts.flatMap((part) => part.records);
  const isKnown = indexed.some((one) => one !== null) || records.length > 0;
  if (!isKnown && holders.every(({ state }) => state === 'given' || state === 'gone'))
    return { code: 'unknown-patient' };
  if (grounds.kind === 'consent' && isWithdrawn(records, grounds.givenAt)) return { code: 'withdrawn' };
  const covered = grounds.kind === 'consent' && grounds.scope.includes('restricted');
  const open = covered ? { records, leftOut: false } : openRecords(records, patients);
  const after = parts.flatMap((part) => part.after ?? []).sort();
  const latest = after.at(-1);
  const cut = cutHistory(open.records, {
    most: MOST_SIZE,
    ...(latest === undefined ? {} : { after: latest }),
  });
  return {
    head: { v: 1, patients, holders, leftOut: open.leftOut, from: cut.from },
    records: cut.records,
  };
}

/** Who was asked for first, then the ids that count as that person's, by the rule that boxes go by, too. */
export async function idsOf(couch: HistoryCouch, patient: PatientId): Promise<PatientId[]> {
  const { links } = await followLinks([patient], (fresh) => couch.decisions(fresh));
  return links.idsOf(patient).slice(0, MOST_IDS);
}

/** All ledgers of a facility, its replaced boxes' too; null where none of them is there. */
export async function readLedgers(
  couch: HistoryCouch,
  boxes: readonly BoxId[],
  patients: readonly PatientId[],
): Promise<LedgerPart[] | null> {
  const parts = await Promise.all(
    boxes.flatMap((box) => patients.map((patient) => couch.ofPatient(box, patient))),
  );
  const found = parts.filter((part) => part !== null);
  return found.length === 0 ? null : found;
}
