import type { PatientId, StaffId } from '../../../records/ids.js';
import { ageAndSex } from '../person-line.js';
import { visitPath } from '../visit-path.js';
import type { OpenWork } from '../open-work.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { rangeWords } from '../lab/shown-result.js';
import { resultText, testName } from './history-words.js';

/** A critical result that no doctor has acknowledged, whoever's patient it is. */
export interface CriticalRow {
  patient: PatientId;
  result: string;
  /** number of the result's record */
  n: number;
  orderedBy: StaffId | undefined;
  path: string;
  token: number;
  day: string;
  at: string;
  name: string;
  ageSex: string;
  mobile: string;
  test: string;
  value: string;
  range: string;
}

/** All of the facility's, the longest waiting first. */
export async function criticalList(
  facility: Facility,
  work: OpenWork,
  language: Language,
  t: Translate,
): Promise<CriticalRow[]> {
  const views = await work.list();
  return views
    .flatMap((view) => criticalRows(facility, view, language, t))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

export function criticalRows(
  facility: Facility,
  view: VisitView,
  language: Language,
  t: Translate,
): CriticalRow[] {
  const person = facility.patients.get(view.patient);
  return view.unacknowledged.map((result) => ({
    result: result._id,
    n: result.n,
    orderedBy: view.labOrders.find(({ order }) => order._id === result.order)?.order.by,
    patient: view.patient,
    path: visitPath(view.id),
    token: view.token,
    day: view.day,
    at: result.at,
    name: person?.name ?? '',
    ageSex: person ? ageAndSex(person, t, facility.today()) : '',
    // The patient may have gone home: somebody has to call.
    mobile: person?.mobile ?? '',
    test: testName(facility.reference, result.test, language),
    value: resultText(facility.reference, result, language),
    range: rangeWords(facility.reference.labTests.get(result.test), result.range ?? '', language),
  }));
}
