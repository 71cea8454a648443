import { dayOf, istTime, type Day } from '../../records/day.js';
import type { VisitView } from '../../records/visit-fold.js';
import { formatDay } from '../../templates/format-day.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { Facility } from '../facility.js';
import { substanceWords } from './allergy-words.js';

interface Saying {
  staff: Pick<Facility['staff'], 'find'>;
  today: Day;
  language: Language;
  t: Translate;
}

/** Whom the pharmacist asked about an allergy before giving a line out, a sentence for each time. */
export function askedWords(
  { dispenses }: Pick<VisitView, 'dispenses'>,
  prescription: string,
  line: number,
  { staff, today, language, t }: Saying,
): string[] {
  const nameOf = (id: string) => staff.find(id)?.name[language] ?? id;
  return dispenses
    .filter((dispense) => dispense.prescription === prescription)
    .flatMap(({ by, at, asked = [] }) =>
      asked
        .filter((one) => one.line === line)
        .map(({ doctor, ...allergy }) =>
          t('pharmacy.allergy.asked', {
            ...{ by: nameOf(by), doctor: nameOf(doctor), substances: substanceWords(allergy, t) },
            when: timeOrDay(at, today, language),
          }),
        ),
    );
}

/** `09:42` today, `20 Nov 2026, 09:42` else. */
export function timeOrDay(at: string, today: Day, language: Language): string {
  const day = dayOf(at);
  return day === today ? istTime(at) : `${formatDay(language, day)}, ${istTime(at)}`;
}
