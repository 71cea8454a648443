import { printedPatientId } from '../records/ids.js';
import { dayOf, isoDate } from '../records/day.js';
import { formatDay } from '../templates/format-day.js';
import type { Language, Translate } from '../templates/locale.js';
import type { WeighedProposal } from './tasks/weigh-proposals.js';

/** How surely two ids are one person, who they are, and what speaks for and against it, as the centre's page says it. */
export function duplicateLines(
  proposals: readonly WeighedProposal[],
  { say, language }: { say: Translate; language: Language },
): string[] {
  if (proposals.length === 0) return [say('cli.central.duplicates.none')];
  return proposals.flatMap(({ proposal: { a, b, reported }, view }) => {
    const ids = [a, b].map((id) => printedPatientId(id));
    if (!view) return [`${ids.join(' · ')}: ${say('cli.central.duplicates.gone')}`, ''];
    const people = ids.map((id, index) => {
      const particulars = view.rows.map(({ values }) => values[index]).filter((value) => value !== '');
      return `  ${id}  ${particulars.join(' · ')}`;
    });
    const weights = view.rows
      .filter(({ weight }) => weight !== '')
      .map(({ label, words, weight }) => `    ${label}: ${words} (${weight})`);
    const told = reported && {
      ...{ by: reported.by, box: reported.box },
      day: formatDay(language, isoDate(dayOf(reported.at))),
    };
    return [told ? say('centre.duplicates.reported', told) : view.surety, ...people, ...weights, ''];
  });
}
