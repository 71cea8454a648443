import { patientId } from '../records/ids.js';
import { foldWord } from '../records/name-key.js';
import type { Demographics, PatientRecord } from '../records/people.js';
import { people, seededRandom } from './people.js';
import { spellOtherwise } from './spell-otherwise.js';

export interface DoubledPeople {
  patients: PatientRecord[];
  /** the second id of a person, and the first */
  truth: Map<string, string>;
}

export interface DoublingOptions {
  /** patients in all, the doubled ones among them */
  count: number;
  /** how many of them are people who stand there once already; 0.03 */
  share?: number;
  /** whether a village or a relative is left out now and then, and women who have married name their husband */
  hard?: boolean;
  /** where they are registered */
  boxes?: string[];
  seed?: number;
}

/**
 * Patients of several health centres of whom some were registered twice, as it happens: another clerk spells the name
 * by ear or in the other script, the age is told anew, the mobile is another one. Each comes alone or with others.
 */
export function doubledPeople({
  count,
  share = 0.03,
  hard = false,
  boxes = ['BR1042', 'BR0977', 'BR2210', 'BR3301'],
  seed = 7,
}: DoublingOptions): DoubledPeople {
  const random = seededRandom(seed);
  const serials = new Map<string, number>();
  const idAtSomeBox = (): string => {
    const box = boxes[Math.floor(random() * boxes.length)]!;
    const serial = (serials.get(box) ?? 0) + 1;
    serials.set(box, serial);
    return patientId(box, serial);
  };
  const doubles = Math.round(count * share);
  const patients = differentPeople(count - doubles, seed).map((record) => ({
    ...record,
    _id: idAtSomeBox(),
  }));
  const truth = new Map<string, string>();
  for (const index of sample(patients.length, doubles, random)) {
    const first = patients[index]!;
    const stranger = patients[Math.floor(random() * (count - doubles))]!;
    const second = { ...registeredAgain(first, { stranger, random, hard }), _id: idAtSomeBox() };
    truth.set(second._id, first._id);
    patients.push(second);
  }
  return { patients, truth };
}

/** Parents don't give two children one name; the generator, which throws dice, does. */
function differentPeople(count: number, seed: number): PatientRecord[] {
  const patients: PatientRecord[] = [];
  const names = new Set<string>();
  for (const record of people({ count: 2 * count, seed, visits: 0 })) {
    if (record.type !== 'patient') continue;
    const household = record.mobile ?? folded(`${record.relative?.name} ${record.village}`);
    const name = `${household} ${record.sex} ${folded(record.name.split(' ')[0] ?? '')}`;
    if (names.has(name)) continue;
    names.add(name);
    if (patients.push(record) === count) break;
  }
  return patients;
}

function folded(text: string): string {
  return text
    .split(' ')
    .map((word) => foldWord(word))
    .join(' ');
}

function registeredAgain(
  first: PatientRecord,
  { stranger, random, hard }: { stranger: PatientRecord; random: () => number; hard: boolean },
): PatientRecord {
  const chance = (p: number): boolean => random() < p;
  const otherScript = chance(0.35);
  const byEar = (text: string, often: number): string =>
    otherScript || chance(often) ? spellOtherwise(text, otherScript, random) : text;
  const { name, sex, birthDate = '1980', mobile, relative, village, abha, ...rest } = first;
  const age = 2026 - Number(birthDate);
  // The older, the further off a told age.
  const error = chance(0.6) ? Math.round((random() - 0.5) * Math.max(3, age * 0.18)) : 0;
  const again: Demographics = {
    name: byEar(name, 0.3),
    sex,
    birthDate: String(Math.min(2026, Number(birthDate) + error)),
    birthDateEstimated: true,
  };
  const told = {
    mobile: chance(0.6) ? mobile : chance(0.7) ? stranger.mobile?.replace(/\d{4}$/, '4711') : undefined,
    relative: hard && chance(0.1) ? undefined : relative,
    village: hard && chance(0.08) ? undefined : village,
    abha: chance(0.4) ? abha : undefined,
  };
  const hasMarried = hard && sex === 'female' && age < 40 && chance(0.15);
  if (hasMarried && stranger.relative) {
    told.relative = { name: stranger.relative.name, relation: 'father' };
  } else if (told.relative) told.relative = { ...told.relative, name: byEar(told.relative.name, 0.3) };
  if (told.village !== undefined) told.village = byEar(told.village, 0.2);
  return { ...rest, ...again, ...withoutUnknown(told) };
}

function withoutUnknown<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function sample(size: number, wanted: number, random: () => number): number[] {
  const chosen = new Set<number>();
  while (chosen.size < wanted) chosen.add(Math.floor(random() * size));
  return [...chosen];
}
