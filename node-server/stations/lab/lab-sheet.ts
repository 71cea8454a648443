import { flagLabResult, rangeFor } from '../../../records/lab-flag.js';
import type { LabRange, LabTest } from '../../../records/lab-test.js';
import type { LabOrderView, TestView } from '../../../records/lab-order-view.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { rangeWords, showResult, unitWords, type ShownResult } from './shown-result.js';
import { whoseTest } from './whose-test.js';

/** One ordered test as the lab's pages show it. */
export interface SheetTest {
  /** name of its inputs: `1.HB`, the order's number and the test */
  key: string;
  /** id of the order */
  order: string;
  code: string;
  name: string;
  specimen: string;
  sensitive: boolean;
  /** null where the list no longer has the test: its answer is then free text */
  test: LabTest | null;
  unit: string;
  shownUnit: string;
  range: string;
  /** for the flag that a browser shows while a value is typed */
  limits: LabRange | null;
  options: { value: string; label: string }[];
  result: ShownResult | null;
  earlier: ShownResult[];
}

export interface SheetOrder {
  id: string;
  urgent: boolean;
  note: string;
  at: string;
  by: string;
  tests: SheetTest[];
}

/**
 * A visit's lab orders in a page's words. Tests that are sensitive (HIV, …) are for those only who do them or treat
 * the patient: with `sensitive` false they are left out.
 */
export function labSheet(
  facility: Facility,
  view: VisitView,
  { language, t, sensitive }: { language: Language; t: Translate; sensitive: boolean },
): SheetOrder[] {
  const whose = whoseTest(facility, view);
  const { labTests } = facility.reference;
  const showTest = ({ order }: LabOrderView, { test: code, result, earlier }: TestView): SheetTest => {
    const test = labTests.get(code) ?? null;
    const number = order._id.slice(order._id.lastIndexOf(':') + 1);
    return {
      key: `${number}.${code}`,
      order: order._id,
      code,
      name: test?.name[language] ?? code,
      specimen: specimenWords(test, t),
      sensitive: test?.sensitive ?? false,
      test,
      unit: test?.unit ?? '',
      shownUnit: unitWords(test?.unit ?? ''),
      range: test ? unitWords(rangeWords(test, flagLabResult(test, NaN, whose).range, language)) : '',
      limits: test?.kind === 'number' ? rangeFor(test, whose) : null,
      options: (test?.answers ?? []).map(({ code: value, name }) => ({ value, label: name[language] })),
      result: result && showResult(facility, result, language, t),
      earlier: earlier.map((one) => showResult(facility, one, language, t)),
    };
  };
  return view.labOrders.map((order) => ({
    id: order.order._id,
    urgent: order.order.urgent ?? false,
    note: order.order.note ?? '',
    at: order.order.at,
    by: facility.staff.find(order.order.by)?.name[language] ?? order.order.by,
    tests: order.tests.map((test) => showTest(order, test)).filter((test) => sensitive || !test.sensitive),
  }));
}

const SPECIMENS = new Set([
  'blood',
  'capillary',
  'plasma',
  'serum',
  'urine',
  'stool',
  'sputum',
  'swab',
  'skin',
  'semen',
]);

/** `blood/plasma` → `खून / प्लाज़्मा`; kinds without words of their own need none (an ECG). */
function specimenWords(test: LabTest | null, t: Translate): string {
  const kinds = test?.specimen.split('/').filter((kind) => SPECIMENS.has(kind)) ?? [];
  return kinds.map((kind) => t(`lab.specimens.${kind}`)).join(' / ');
}
