import type { AccessRecord } from '../../../records/box.js';
import { dayOf } from '../../../records/day.js';
import { firstBox } from '../../../records/ids.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { ElsewhereLook } from '../../access/looks-elsewhere.js';
import type { Facility } from '../../facility.js';

/** One look in a page's words. */
export function lookRow(record: AccessRecord, facility: Facility, t: Translate, language: Language) {
  const { at, by, action, route, reason = '', visit, device } = record;
  const [why = '', words = ''] = reason.split(/: (.*)/s);
  return {
    day: dayOf(at),
    at,
    who: facility.staff.find(by)?.name[language] ?? by,
    what: t(`access.actions.${action}`),
    where: pageWords(route, t),
    token: visit ? Number(visit.slice(visit.lastIndexOf('-') + 1)) : null,
    device: device ?? '',
    why: REASONS.has(why) ? t(`access.reasons.${why}`) : why,
    words: wordsOf(record, words, t),
    facility: '',
  };
}

/** A look at another facility in the same words: who and as what, by what that facility's box said. */
export function elsewhereRow(one: ElsewhereLook, facilityName: string, t: Translate, language: Language) {
  const { at, by, action, route, reason = '', as, box } = one;
  const [why = '', words = ''] = reason.split(/: (.*)/s);
  return {
    day: dayOf(at),
    at,
    who: as ? `${as.name[language]}, ${t(`roles.${as.role}`)}` : by,
    what: t(`access.actions.${action}`),
    where: pageWords(route, t),
    token: null,
    device: '',
    why: why === '' ? '' : REASONS.has(why) ? t(`access.reasons.${why}`) : why,
    words: wordsOf(one, words, t),
    facility: box === CENTRE ? t('access.atCentre') : `${facilityName} (${firstBox(box)})`,
  };
}

/** Why, beside the reason's kind; that somebody said of two unlike people that they are one stands with it. */
function wordsOf(
  { consent, differs }: Pick<AccessRecord, 'consent' | 'differs'>,
  words: string,
  t: Translate,
): string {
  const said = consent === undefined ? words : t('history.byConsent');
  if (!differs) return said;
  const what = differs.map((one) => t(`number.particular.${one}`)).join(', ');
  return [said, t('number.comparedInSpite', { what })].filter(Boolean).join(' · ');
}

/** The station, as people know it; a route that is none's by its own pattern. */
function pageWords(route: string, t: Translate): string {
  const station = /^\/(\w[\w-]*)/.exec(route)?.[1] ?? '';
  if (station === 'history') return t('history.title');
  if (station === 'duplicates') return t('access.duplicatesPage');
  return STATIONS.has(station) ? t(`stations.${station}.name`) : route;
}

/** What stands for a box where somebody of the registry looked: see central/router/rules/centre-look.ts. */
const CENTRE = 'centre';
const STATIONS = new Set([
  ...[
    'counter',
    'queue',
    'vitals',
    'doctor',
    'lab',
    'pharmacy',
    'referrals',
    'reports',
    'emergency',
    'audit',
  ],
]);
const REASONS = new Set(['emergency', 'care', 'asked', 'law', 'other']);
