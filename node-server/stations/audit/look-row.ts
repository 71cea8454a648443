import type { AccessRecord } from '../../../records/box.js';
import { dayOf } from '../../../records/day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';

/** One look in a page's words. */
export function lookRow(record: AccessRecord, facility: Facility, t: Translate, language: Language) {
  const { at, by, action, route, reason = '', visit, device } = record;
  const [why = '', words = ''] = reason.split(/: (.*)/s);
  const station = /^\/(\w[\w-]*)/.exec(route)?.[1] ?? '';
  return {
    day: dayOf(at),
    at,
    who: facility.staff.find(by)?.name[language] ?? by,
    what: t(`access.actions.${action}`),
    where: STATIONS.has(station) ? t(`stations.${station}.name`) : route,
    token: visit ? Number(visit.slice(visit.lastIndexOf('-') + 1)) : null,
    device: device ?? '',
    why: REASONS.has(why) ? t(`access.reasons.${why}`) : why,
    words,
  };
}

const STATIONS = new Set(['counter', 'queue', 'vitals', 'doctor', 'lab', 'pharmacy', 'emergency', 'audit']);
const REASONS = new Set(['emergency', 'care', 'asked', 'law', 'other']);
