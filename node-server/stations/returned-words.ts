import { dayOf } from '../../records/day.js';
import type { ReturnedMedicine } from '../../records/returned-medicine.js';
import { formatDay } from '../../templates/format-day.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { Reference } from '../../templates/reference.js';
import { reasonWords } from '../../templates/stock-reasons.js';

/** What came back of a line, when and why, a sentence each; a substitute by its name. */
export function returnedWords(
  returned: readonly ReturnedMedicine[],
  { drugs, doses }: Pick<Reference, 'drugs' | 'doses'>,
  language: Language,
  t: Translate,
): string[] {
  return returned.map(({ drug: code, prescribed, quantity, at, reason }) => {
    const drug = drugs.get(code);
    const unit = doses.units.get(drug?.unit ?? '')?.[language];
    const params = {
      quantity,
      unit: (quantity === 1 ? unit?.one : unit?.many) ?? '',
      day: formatDay(language, dayOf(at)),
      reason: reasonWords(reason, t),
    };
    const words = t('pharmacy.cameBack', params);
    return code === prescribed ? words : `${drug?.name[language] ?? code}: ${words}`;
  });
}
