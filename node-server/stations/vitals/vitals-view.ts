import { ageInDays } from '../../../records/age-in-days.js';
import type { VitalsRecord } from '../../../records/care.js';
import { dayOf, type Day } from '../../../records/day.js';
import { news2, type News2 } from '../../../records/news2.js';
import type { Demographics } from '../../../records/people.js';
import type { VisitView } from '../../../records/visit-fold.js';
import {
  checkVitals,
  type VitalField,
  type VitalFlag,
  type VitalsReference,
  type WhoseVitals,
} from '../../../records/vitals-check.js';
import type { Language } from '../../../templates/locale.js';

export interface ShownReading {
  field: VitalField | 'pressure' | 'consciousness';
  label: string;
  value: string;
  unit: string;
  level: 'danger' | 'attention' | null;
  /** it was asked about, and whoever measured confirmed it */
  asked: boolean;
}

/** Vitals as a page shows them: each reading with its level, danger in words, and the early-warning score. */
export interface ShownVitals {
  at: string;
  day: Day;
  readings: ShownReading[];
  flags: { level: 'danger' | 'attention'; words: string }[];
  news2: News2;
  pregnant: boolean;
  note: string | undefined;
}

export function whoseVitals(person: Demographics, today: Day, pregnant: boolean): WhoseVitals {
  return { ageDays: ageInDays(person.birthDate, today), ...(pregnant ? { pregnant } : {}) };
}

/** The readings of a nurse here, or of a referral from elsewhere. */
export type Measured = Omit<VitalsRecord, '_id' | 'type' | 'n' | 'by' | 'v' | 'patient'>;

/** The NEWS2 score of what was measured. */
export function earlyWarning(vitals: Measured, person: Demographics): News2 {
  const whose = whoseVitals(person, dayOf(vitals.at), vitals.pregnant ?? false);
  return news2({ ...vitals, oxygen: vitals.onOxygen ?? false }, whose);
}

export function showVitals(
  vitals: Measured,
  person: Demographics,
  reference: VitalsReference,
  language: Language,
): ShownVitals {
  const whose = whoseVitals(person, dayOf(vitals.at), vitals.pregnant ?? false);
  const { flags } = checkVitals(vitals, reference, whose);
  return {
    at: vitals.at,
    day: dayOf(vitals.at),
    readings: readingsOf(vitals, flags, reference, language),
    flags: flags
      .toSorted((a, b) => Number(b.level === 'danger') - Number(a.level === 'danger'))
      .map(({ level, words }) => ({ level, words: words[language] }))
      // Both halves of a blood pressure may say the same.
      .filter((flag, index, all) => all.findIndex(({ words }) => words === flag.words) === index),
    news2: earlyWarning(vitals, person),
    pregnant: vitals.pregnant ?? false,
    note: vitals.note,
  };
}

function readingsOf(
  vitals: Measured,
  flags: VitalFlag[],
  reference: VitalsReference,
  language: Language,
): ShownReading[] {
  const levelOf = (...fields: string[]) => {
    const found = flags.filter(({ field }) => fields.includes(field)).map(({ level }) => level);
    return found.includes('danger') ? 'danger' : (found[0] ?? null);
  };
  const asked = (...fields: string[]) => fields.some((field) => vitals.confirmed?.includes(field));
  const readings: ShownReading[] = [];
  const { systolic, diastolic, consciousness } = vitals;
  for (const { field, label, unit, decimals } of reference.fields) {
    if (field === 'diastolic') continue;
    if (field === 'systolic') {
      if (systolic === undefined && diastolic === undefined) continue;
      const value = `${systolic ?? '–'}/${diastolic ?? '–'}`;
      const short = language === 'hi' ? 'बीपी' : 'BP';
      readings.push({
        field: 'pressure',
        label: short,
        value,
        unit,
        level: levelOf('systolic', 'diastolic'),
        asked: asked('systolic', 'diastolic'),
      });
      continue;
    }
    const reading = vitals[field];
    if (reading === undefined) continue;
    const value = field === 'temperatureC' ? reading.toFixed(decimals) : String(reading);
    readings.push({ field, label: label[language], value, unit, level: levelOf(field), asked: asked(field) });
  }
  if (consciousness !== undefined && consciousness !== 'alert') {
    const { label, choices } = reference.consciousness;
    const value = choices[consciousness][language];
    const shown = { label: label[language], value, unit: '', level: 'danger', asked: false } as const;
    readings.push({ field: 'consciousness', ...shown });
  }
  return readings;
}

/** The last few measurements, newest first, for the eye to compare with. */
export function previousVitals(visits: readonly VisitView[], most = 3): VitalsRecord[] {
  return visits
    .flatMap(({ latestVitals }) => (latestVitals ? [latestVitals] : []))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, most);
}
