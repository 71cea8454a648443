import { firstBox, inboxDatabase, parsePatientId, type BoxId, type PatientId } from '../../../records/ids.js';
import { HISTORY_ROUTE } from '../../../records/history/history-grounds.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import { fetchMarkCopy } from '../../history/fetch-mark.js';
import type { Copy } from '../copy.js';
import type { Rule } from '../rule.js';

/** A look at patients of other facilities goes to each one's home, where "who saw my record" shows it (law 8). */
export const routeLook: Rule<RecordOf<'access'>> = (record, { box }) => {
  const { _id, at, by, action, route, reason, patients, consent, differs, as } = record;
  const seen = {
    ...{ at, by, action, route },
    ...(reason !== undefined && { reason }),
    ...(consent !== undefined && { consent }),
    ...(differs && { differs }),
    ...(as && { as }),
  };
  const others = patients.filter(
    (patient) => firstBox(parsePatientId(patient)?.box ?? box) !== firstBox(box),
  );
  return lookCopies(_id, box, seen, others);
};

/**
 * That the box fetched a history, where the look is such a one. The gateway has written so when it gave it; an inbox that
 * was restored, and one of before there were such marks, may lack it.
 */
export const routeFetch: Rule<RecordOf<'access'>> = ({ at, route, patients, reason, consent }, { box }) => {
  if (route !== HISTORY_ROUTE || (consent === undefined && reason === undefined)) return [];
  return patients.flatMap((patient) => fetchMarkCopy({ patient, box, at, from: [] }));
};

/** @param box where it was looked; `centre` for the centre's own pages */
export function lookCopies(look: string, box: string, seen: object, patients: readonly PatientId[]): Copy[] {
  const homes = new Map<BoxId, PatientId[]>();
  for (const patient of patients) {
    const home = parsePatientId(patient)?.box;
    if (home !== undefined) homes.set(home, [...(homes.get(home) ?? []), patient]);
  }
  return [...homes].map(([home, theirs]) => ({
    database: inboxDatabase(home),
    id: `look-elsewhere:${look}`,
    body: { type: 'look-elsewhere', v: 1, look, box, ...seen, patients: theirs },
    elsewhere: [],
  }));
}
