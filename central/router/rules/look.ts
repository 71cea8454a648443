import { firstBox, inboxDatabase, parsePatientId, type BoxId } from '../../../records/ids.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import type { Rule } from '../rule.js';

/** A look at patients of other facilities goes to each one's home, where "who saw my record" shows it (law 8). */
export const routeLook: Rule<RecordOf<'access'>> = (record, { box }) => {
  const { _id, at, by, action, route, reason, patients, consent, as } = record;
  const homes = new Map<BoxId, string[]>();
  for (const patient of patients) {
    const home = parsePatientId(patient)?.box;
    if (home === undefined || firstBox(home) === firstBox(box)) continue;
    homes.set(home, [...(homes.get(home) ?? []), patient]);
  }
  return [...homes].map(([home, theirs]) => ({
    database: inboxDatabase(home),
    id: `look-elsewhere:${_id}`,
    body: {
      ...{ type: 'look-elsewhere', v: 1, look: _id, box, at, by, action, route, patients: theirs },
      ...(reason !== undefined && { reason }),
      ...(consent !== undefined && { consent }),
      ...(as && { as }),
    },
    elsewhere: [],
  }));
};
