import type { AllergyMatch } from '../../../records/allergy-match.js';
import type { DispenseRecord } from '../../../records/care.js';
import { dayOf, istTime, type Day } from '../../../records/day.js';
import type { LineAllergy } from '../../../records/line-allergies.js';
import type { VisitView } from '../../../records/visit-fold.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { substanceWords } from '../allergy-words.js';
import { askKey } from './ask-key.js';
import type { OpenLine } from './dispense-line.js';
import { allergiesOf } from './plan-dispense.js';

/** What the page says of the allergies against a line. */
export interface AllergyLines {
  shown: {
    text: string;
    severe: boolean;
    /** no longer on the patient's list */
    gone: boolean;
    signedOver: { by: string; when: string; reason: string | null } | null;
  }[];
  /** what a doctor must be asked about before anything is handed out; null: nothing */
  ask: { key: string; substances: string } | null;
  /** whom the pharmacist asked before */
  asked: { text: string; by: string; doctor: string; when: string }[];
}

/** @param drug what is to be given for the line */
export function allergyLines(
  facility: Facility,
  view: VisitView,
  line: OpenLine,
  drug: string,
  { allergies, language, t }: { allergies: readonly AllergyMatch[]; language: Language; t: Translate },
): AllergyLines {
  const nameOf = (staff: string) => facility.staff.find(staff)?.name[language] ?? staff;
  const whenOf = (at: string) => timeOrDay(at, facility.today(), language);
  const found = allergiesOf(facility, line, drug, allergies);
  const wanted = line.view.open > 0 ? found.filter(({ mustAsk }) => mustAsk) : [];
  return {
    shown: found.map((allergy) => ({
      text: allergyText(allergy, language, t),
      severe: allergy.severity === 'severe',
      gone: allergy.gone,
      signedOver: allergy.signedOver && {
        by: nameOf(allergy.signedOver.by),
        when: whenOf(allergy.signedOver.at),
        reason: allergy.signedOver.reason,
      },
    })),
    ask:
      wanted.length === 0
        ? null
        : { key: askKey(wanted), substances: wanted.map((one) => substanceWords(one, t)).join(', ') },
    asked: askedOf(view, line).map(({ by, at, doctor, ...allergy }) => ({
      ...{ text: substanceWords(allergy, t), by: nameOf(by), doctor: nameOf(doctor), when: whenOf(at) },
    })),
  };
}

/** `09:42` today, `20 Nov 2026, 09:42` else. */
function timeOrDay(at: string, today: Day, language: Language): string {
  const day = dayOf(at);
  return day === today ? istTime(at) : `${formatDay(language, day)}, ${istTime(at)}`;
}

function allergyText(allergy: LineAllergy, language: Language, t: Translate): string {
  const substance = substanceWords(allergy, t);
  const family = allergy.family?.[language] ?? '';
  if (allergy.relation === 'related') return t('pharmacy.allergy.related', { substance, family });
  return t('pharmacy.allergy.same', { substance });
}

function askedOf({ dispenses }: VisitView, { prescription, view }: OpenLine) {
  const own = ({ by, at, asked = [] }: DispenseRecord) =>
    asked.filter(({ line }) => line === view.line.line).map((one) => ({ ...one, by, at }));
  return dispenses.filter((dispense) => dispense.prescription === prescription._id).flatMap(own);
}
