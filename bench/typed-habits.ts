import type { PrescriptionLine } from '../records/care.js';
import type { OpdHabits } from '../cli/demo/opd-day.js';
import type { Random } from '../cli/demo/random.js';
import type { Reference } from '../templates/reference.js';
import { typedNote } from './typed-notes.js';

/** What the staff of a busy centre type beside what they choose from lists. */
export function typedHabits(random: Random, reference: Reference): OpdHabits {
  const sometimes = (chance: number, bank: Parameters<typeof typedNote>[1], most = 1): string | undefined =>
    random.chance(chance) ? typedNote(random, bank, random.between(1, most)) : undefined;
  const drugs = [...reference.drugs];
  const patterns = [...reference.dosePatterns.keys()];
  /** One that the reason for coming doesn't foresee. */
  const others = (before: number): PrescriptionLine[] =>
    Array.from({ length: random.chance(0.5) ? 1 : 0 }, (_, i) => {
      const [code, drug] = random.pick(drugs);
      const days = random.pick([3, 5, 5, 7, 10, 15, 30]);
      const amount = random.pick([1, 1, 1, 2, 5]);
      const dose = { pattern: random.pick(patterns), amount, unit: drug.doseUnit, days };
      return { line: before + i + 1, drug: code, name: drug.name.en, dose, quantity: days * amount };
    });
  return {
    reason: () => sometimes(0.5, 'complaint'),
    vitalsNote: () => sometimes(0.15, 'remark'),
    consultation(drawn) {
      const complaint = sometimes(0.8, 'complaint', 3);
      const examination = sometimes(0.9, 'finding', 6);
      const advice = sometimes(0.8, 'advice', 3);
      return {
        ...drawn,
        ...(complaint ? { complaints: [...drawn.complaints, { text: complaint }] } : {}),
        ...(examination ? { examination } : {}),
        ...(advice ? { advice: [...(drawn.advice ?? []), advice] } : {}),
      };
    },
    lines: (usual) =>
      [...usual, ...others(usual.length)].map((line) => {
        const note = sometimes(0.15, 'remark');
        return note ? { ...line, note } : line;
      }),
  };
}
