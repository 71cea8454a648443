import type { FacilityChange } from '../central/directory/facility-change.js';
import type { FacilityDocument } from '../central/directory/facility-document.js';
import type { EnrolmentState } from '../central/directory/list-facilities.js';
import type { RowProblem } from '../central/directory/row-problem.js';
import { istDate } from '../records/day.js';
import type { Words } from '../records/envelope.js';
import { areaNames } from '../records/listed-facility.js';
import type { Language, Translate } from '../templates/locale.js';
import { fit } from './components/display-width.js';

/** A row of the list: code, kind, block and district, name. */
export function facilityLine(facility: FacilityDocument, language: Language, say: Translate): string {
  const { code, kind, name, status } = facility;
  const { block, district } = areaNames(facility);
  const place = [
    block[language] ?? block.en ?? facility.block ?? '–',
    district[language] ?? district.en ?? facility.district,
  ].join(', ');
  const closed = status === 'closed' ? `  (${say('cli.directory.closedMark')})` : '';
  return `${fit(code, 10)}${fit(kind, 17)}${fit(place, 34)}${name[language] ?? name.en}${closed}`;
}

/** Everything that the directory says of one, a line each. */
export function facilityLines(
  { facility, enrolment }: { facility: FacilityDocument; enrolment: EnrolmentState | null },
  say: Translate,
): string[] {
  const { code, name, kind, ownership, tenant, position, services, hours = [], status } = facility;
  const area = (name: string, code: string | undefined): string =>
    [name, code && `(${code})`].filter(Boolean).join(' ') || '–';
  const names = areaNames(facility);
  const both = ({ hi, en }: Partial<Words>): string => [hi, en].filter(Boolean).join(' · ');
  const facts: [string, string][] = [
    ['name', [name.hi, name.en].filter(Boolean).join(' · ')],
    ['kind', [kind, say(`cli.directory.ownership.${ownership}`), tenant].filter(Boolean).join(' · ')],
    ['state', area(both(names.state), facility.state)],
    ['district', area(both(names.district), facility.district)],
    ['block', area(both(names.block), facility.block)],
    ['position', position ? `${position.lat}, ${position.lon}` : '–'],
    ['services', services.join(', ') || '–'],
    ['hours', hours.map(({ days, from, to }) => `${sayDays(days)} ${from}–${to}`).join('; ') || '–'],
    ['status', [say(`cli.directory.status.${status}`), facility.closedOn].filter(Boolean).join(' ')],
    ['offlineDays', facility.offlineDays?.join(', ') ?? '–'],
    ['enrolment', enrolmentWords(enrolment, say)],
  ];
  return [
    code,
    ...facts.map(([label, value]) => `  ${fit(say(`cli.directory.labels.${label}`), 28)}${value}`),
  ];
}

/** `mon–sat`: hours are read as stretches of days that follow each other. */
function sayDays(days: readonly string[]): string {
  return [...new Set([days[0], days.at(-1)])].join('–');
}

function enrolmentWords(enrolment: EnrolmentState | null, say: Translate): string {
  if (!enrolment) return say('cli.directory.enrolment.none');
  const { expires, usedAt, revoked } = enrolment;
  if (revoked)
    return [revoked, ...(revoked.later ?? [])]
      .map(({ at, reason }, i) =>
        say(`cli.directory.enrolment.${i === 0 ? 'revoked' : 'revokedLater'}`, {
          day: istDate(at),
          reason,
        }),
      )
      .join('; ');
  if (usedAt) return say('cli.directory.enrolment.used', { day: istDate(usedAt) });
  return say('cli.directory.enrolment.open', { day: expires === undefined ? '' : istDate(expires) });
}

/** `line 17 · lat · 85.3: …` */
export function problemLine({ line, field, value, code, params }: RowProblem, say: Translate): string {
  const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
  const words = say(`cli.directory.problems.${code}`, params);
  const where = [say('cli.directory.line', { line }), field, shown].filter((part) => part !== '').join(' · ');
  return `${where}: ${words}`;
}

/** Facilities that are named; a list that changes all of a state is not read line by line. */
const CHANGES_SHOWN = 40;

/** What an import adds, a line for each facility. */
export function addedLines(added: readonly FacilityDocument[], say: Translate): string[] {
  const more = added.length - CHANGES_SHOWN;
  return [
    ...added.slice(0, CHANGES_SHOWN).map(({ code, name }) => `  + ${code} ${name.en}`),
    ...(more > 0 ? [say('cli.directory.addedMore', { n: more })] : []),
  ];
}

/** What an import changes, a line for each facility; first and twice those that are in use. */
export function changeLines(changes: readonly FacilityChange[], say: Translate): string[] {
  const inUseFirst = [...changes].sort((a, b) => Number(b.inUse) - Number(a.inUse));
  const inUse = changes.filter((change) => change.inUse);
  const shown = inUseFirst.slice(0, Math.max(CHANGES_SHOWN, inUse.length));
  const more = changes.length - shown.length;
  return [
    ...inUse.map(({ code, name }) => `! ${say('cli.directory.inUse', { code, name })}`),
    ...shown.map(
      ({ code, name, fields }) =>
        `  ${say('cli.directory.changedField', {
          ...{ code, name },
          changes: fields.map(({ field, from, to }) => `${field} ${from || '–'} → ${to || '–'}`).join('; '),
        })}`,
    ),
    ...(more > 0 ? [say('cli.directory.changedMore', { n: more })] : []),
  ];
}
