import type { RecordOf } from '../../records/ledger-record.js';
import type { DemoLetter } from './demo-data.js';
import type { DemoPerson } from './households.js';

type Vitals = Partial<RecordOf<'vitals'>>;

/** Whether a doctor could write this letter of this person: nobody is sent for what is not his. */
export function fitsLetter(
  { code, sex, ages: [least, most] = [0, 200], pregnant, vitals: limits = {} }: DemoLetter,
  person: Pick<DemoPerson, 'sex' | 'age' | 'pregnant'>,
  { diagnosis, vitals }: { diagnosis: string; vitals: Vitals },
): boolean {
  if (code !== diagnosis || person.age < least || person.age > most) return false;
  if (sex !== undefined && person.sex !== sex) return false;
  if (pregnant === true && !person.pregnant) return false;
  return Object.entries(limits).every(([name, [low, high]]) => {
    const measured = vitals[name as keyof Vitals];
    return typeof measured === 'number' && measured >= low && measured <= high;
  });
}
