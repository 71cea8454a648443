import { Facility } from '../node-server/facility.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { setUpFacility } from '../node-server/set-up.js';
import { people } from './people.js';

export const BENCH_LOGIN = { id: 'asha', password: 'bench-only-1' };

export interface FilledStore {
  records: number;
  patients: number;
  /** mobile numbers that some of the patients have */
  mobiles: string[];
  names: string[];
}

const DAY = 86_400_000;

/**
 * A box with `patients` patients and at least `records` records, written through the ledger on a clock that runs
 * through two years up to yesterday: registrations, visits, vitals and moves.
 */
export async function fillStore(folder: string, patients: number, records: number): Promise<FilledStore> {
  const clock = { now: Date.now() - 730 * DAY };
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र', en: 'Primary Health Centre' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    staff: [
      {
        id: BENCH_LOGIN.id,
        name: { hi: 'आशा कुमारी', en: 'Asha Kumari' },
        roles: ['clerk', 'incharge'],
        password: BENCH_LOGIN.password,
      },
    ],
    now: () => clock.now,
  });
  const facility = await Facility.open({
    folder,
    box: 'BR1042',
    now: () => clock.now,
  });
  const step = (728 * DAY) / patients;
  const mobiles = new Set<string>();
  const names = new Set<string>();
  let waiting: Promise<unknown>[] = [];
  try {
    const perPatient = Math.ceil((records - patients) / patients);
    for (const person of people({ count: patients, visits: 0, seed: 7 })) {
      if (person.type !== 'patient') continue;
      clock.now += step;
      if (person.mobile && mobiles.size < 2_000) mobiles.add(person.mobile);
      if (names.size < 2_000) names.add(person.name);
      waiting.push(registerAndServe(facility, person, perPatient));
      if (waiting.length >= 400) {
        await Promise.all(waiting);
        waiting = [];
      }
    }
    await Promise.all(waiting);
    return {
      records: facility.recordCount,
      patients: facility.patients.size,
      mobiles: [...mobiles],
      names: [...names],
    };
  } finally {
    await facility.stop();
  }
}

/** One visit with as many parts as bring the store to its size. */
function registerAndServe(facility: Facility, person: LedgerRecord & { type: 'patient' }, parts: number) {
  const { _id, type, n, at, by, v, ...particulars } = person;
  void [_id, type, n, at, by, v];
  return facility.append({ by: BENCH_LOGIN.id }, (draft) => {
    const patient = draft.patient(particulars)._id;
    const visit = draft.visit({ patient, kind: 'new', station: 'vitals' })._id;
    for (let part = 1; part < parts; part += 1) {
      if (part % 2 === 1) draft.part(visit, 'vitals', { patient, pulse: 80, weightKg: 50 });
      else draft.part(visit, 'move', { patient, action: 'transfer', station: 'vitals', to: 'doctor' });
    }
  });
}
