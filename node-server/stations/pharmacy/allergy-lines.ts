import type { AllergyMatch } from '../../../records/allergy-match.js';
import type { LineAllergy } from '../../../records/line-allergies.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { allergyReasonWords } from '../allergy-reasons.js';
import { substanceWords } from '../allergy-words.js';
import { askedWords, timeOrDay } from '../asked-words.js';
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
  asked: string[];
}

/** @param drug what is to be given for the line */
export function allergyLines(
  facility: Facility,
  view: VisitView,
  line: OpenLine,
  drug: string,
  { allergies, language, t }: { allergies: readonly AllergyMatch[]; language: Language; t: Translate },
): AllergyLines {
  const { staff } = facility;
  const today = facility.today();
  const found = allergiesOf(facility, line, drug, allergies);
  const wanted = line.view.open > 0 ? found.filter(({ mustAsk }) => mustAsk) : [];
  return {
    shown: found.map((allergy) => ({
      text: allergyText(allergy, language, t),
      severe: allergy.severity === 'severe',
      gone: allergy.gone,
      signedOver: allergy.signedOver && {
        by: staff.find(allergy.signedOver.by)?.name[language] ?? allergy.signedOver.by,
        when: timeOrDay(allergy.signedOver.at, today, language),
        reason: allergy.signedOver.reason && allergyReasonWords(allergy.signedOver.reason, t),
      },
    })),
    ask:
      wanted.length === 0
        ? null
        : { key: askKey(drug, wanted), substances: wanted.map((one) => substanceWords(one, t)).join(', ') },
    asked: askedWords(view, line.prescription._id, line.view.line.line, { staff, today, language, t }),
  };
}

function allergyText(allergy: LineAllergy, language: Language, t: Translate): string {
  const substance = substanceWords(allergy, t);
  const family = allergy.family?.[language] ?? '';
  if (allergy.relation === 'related') return t('pharmacy.allergy.related', { substance, family });
  return t('pharmacy.allergy.same', { substance });
}
