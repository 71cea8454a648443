import { checkAdultDose, type DrugLine } from './adult-dose.js';
import { allergiesToDrug, matchAllergies, type AllergyMatch } from './allergy-match.js';
import type { PrescriptionLine } from './care.js';
import { checkChildDose } from './child-dose.js';
import { checkBounds, checkCourse } from './course-check.js';
import type { Drug, DrugCaution } from './drug.js';
import type { Allergy } from './people.js';
import { warn, type DrugKnowledge, type PrescriptionWarning } from './prescription-warning.js';

export interface WhosePrescription {
  /** null: unknown; the checks for children are left out */
  ageDays: number | null;
  weightKg?: number;
  pregnant?: boolean;
  /** substances as they were written down */
  allergies: Allergy[];
}

/** Everything that a doctor should see before signing, in order of lines; an empty list is a clean prescription. */
export function checkPrescription(
  lines: PrescriptionLine[],
  whose: WhosePrescription,
  knowledge: DrugKnowledge,
): PrescriptionWarning[] {
  const matches = matchAllergies(whose.allergies, knowledge);
  const known = lines.map((line) => ({ line, drug: knowledge.drugs.get(line.drug ?? '') }));
  return known.flatMap(({ line, drug }, index) => {
    const bounds = [...checkBounds(line, knowledge)];
    if (!drug) {
      const unlisted = warn('unknown-drug', 'refuse', line, { drug: line.drug ?? '' });
      return line.drug === undefined ? bounds : [...bounds, unlisted];
    }
    const caution = knowledge.cautions.get(drug.generic);
    const earlier = known.slice(0, index);
    return [
      ...bounds,
      ...(bounds.some(({ level }) => level === 'refuse') ? [] : checkCourse(line, drug, knowledge)),
      ...checkAllergies(line, drug, matches, knowledge),
      ...checkDuplicates(line, drug, caution, earlier, knowledge),
      ...(caution ? [...checkDoses({ line, drug }, earlier, caution, whose, knowledge)] : []),
      ...(caution ? checkPregnancy(line, caution, whose) : []),
      ...(drug.flags.includes('ndps') ? [warn('ndps', 'note', line, { drug: drug.generic })] : []),
    ];
  });
}

function* checkDoses(
  one: DrugLine & { drug: Drug },
  earlier: readonly DrugLine[],
  caution: DrugCaution,
  whose: WhosePrescription,
  { patterns }: DrugKnowledge,
): Iterable<PrescriptionWarning> {
  const { line, drug } = one;
  const child = checkChildDose(line.dose, drug, caution, whose, patterns);
  for (const { code, params } of child) yield warn(code, 'confirm', line, params);
  if (child.some(({ code }) => code === 'child-day-dose')) return;
  const adult = checkAdultDose(one, earlier, caution, patterns);
  if (adult) yield warn(adult.code, 'confirm', line, { drug: drug.generic, ...adult.params });
}

function* checkPregnancy(
  line: PrescriptionLine,
  { generic, pregnancy }: DrugCaution,
  whose: WhosePrescription,
): Iterable<PrescriptionWarning> {
  if (!whose.pregnant || !pregnancy) return;
  const { level, words } = pregnancy;
  if (level === 'avoid') yield warn('pregnancy-avoid', 'confirm', line, { drug: generic }, words);
  else yield warn('pregnancy-caution', 'note', line, { drug: generic }, words);
}

/** What may kill is not waved through by a tick alone. */
function* checkAllergies(
  line: PrescriptionLine,
  drug: Drug,
  matches: AllergyMatch[],
  knowledge: DrugKnowledge,
): Iterable<PrescriptionWarning> {
  for (const { relation, family, ...allergy } of allergiesToDrug(drug, matches, knowledge)) {
    const code = relation === 'same' ? 'allergy' : 'allergy-related';
    const level = allergy.severity === 'severe' ? 'reason' : 'confirm';
    const params = { substance: allergy.substance, drug: drug.generic };
    yield { ...warn(code, level, line, params, family), allergy };
  }
}

function* checkDuplicates(
  line: PrescriptionLine,
  drug: Drug,
  caution: DrugCaution | undefined,
  earlier: readonly DrugLine[],
  knowledge: DrugKnowledge,
): Iterable<PrescriptionWarning> {
  for (const { line: other, drug: otherDrug } of earlier) {
    if (!otherDrug) continue;
    const params = { drug: drug.generic, other: otherDrug.generic, otherLine: other.line };
    if (otherDrug.generic === drug.generic) {
      yield warn('same-medicine', 'confirm', line, params);
      continue;
    }
    // A cream or drops beside a tablet is ordinary practice.
    if (isLocal(drug) || isLocal(otherDrug)) continue;
    const others = knowledge.cautions.get(otherDrug.generic)?.families ?? [];
    const shared = caution?.families.find(
      (code) => others.includes(code) && knowledge.families.get(code)?.duplicate,
    );
    if (shared) yield warn('same-family', 'confirm', line, params, knowledge.families.get(shared)?.name);
  }
}

function isLocal(drug: Drug): boolean {
  return drug.doseUnit === 'application' || drug.doseUnit === 'drop' || drug.doseUnit === 'puff';
}
