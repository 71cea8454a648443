import { allergiesToDrug, matchAllergies, type AllergyMatch } from './allergy-match.js';
import type { PrescriptionLine } from './care.js';
import { checkChildDose } from './child-dose.js';
import type { DosePattern, UnitWords } from './dose-instruction.js';
import type { Drug, DrugCaution, DrugFamily } from './drug.js';
import type { Words } from './envelope.js';
import type { Allergy } from './people.js';

/** The end of the locale key `prescription-warnings.<code>`. */
export type WarningCode =
  | 'quantity'
  | 'amount'
  | 'unknown-drug'
  | 'allergy'
  | 'allergy-related'
  | 'same-medicine'
  | 'same-family'
  | 'child-dose'
  | 'child-day-dose'
  | 'too-young'
  | 'weight-needed'
  | 'pregnancy-avoid'
  | 'pregnancy-caution'
  | 'ndps';

export interface PrescriptionWarning {
  code: WarningCode;
  /** `refuse`: can't be signed; `reason`: the doctor must accept it and say why; `confirm`: must accept it; `note`: shown only */
  level: 'refuse' | 'reason' | 'confirm' | 'note';
  line: number;
  /** stands in the signed prescription's `accepted`: `allergy:2` */
  key: string;
  params: Record<string, string | number>;
  /** words from the lists: the family's name, the advice in pregnancy */
  words?: Words;
  /** the allergy that an `allergy` or `allergy-related` is about */
  allergy?: Allergy;
}

/** Whether a doctor may sign after accepting it. */
export function mayBeAccepted({ level }: Pick<PrescriptionWarning, 'level'>): boolean {
  return level === 'confirm' || level === 'reason';
}

export interface DrugKnowledge {
  drugs: ReadonlyMap<string, Drug>;
  /** by generic */
  cautions: ReadonlyMap<string, DrugCaution>;
  families: ReadonlyMap<string, DrugFamily>;
  patterns: ReadonlyMap<string, DosePattern>;
  units: ReadonlyMap<string, UnitWords>;
}

export interface WhosePrescription {
  /** null: unknown; the checks for children are left out */
  ageDays: number | null;
  weightKg?: number;
  pregnant?: boolean;
  /** substances as they were written down */
  allergies: Allergy[];
}

/** What a line may hold at most, in dispensing units. */
export const LARGEST_QUANTITY = 1000;
const LONGEST_DAYS = 365;

/** Everything that a doctor should see before signing, in order of lines; an empty list is a clean prescription. */
export function checkPrescription(
  lines: PrescriptionLine[],
  whose: WhosePrescription,
  knowledge: DrugKnowledge,
): PrescriptionWarning[] {
  const matches = matchAllergies(whose.allergies, knowledge);
  return lines.flatMap((line, index) => {
    const drug = line.drug === undefined ? undefined : knowledge.drugs.get(line.drug);
    const found = [...checkBounds(line, knowledge)];
    if (line.drug !== undefined && !drug)
      found.push(warn('unknown-drug', 'refuse', line, { drug: line.drug }));
    if (!drug) return found;
    const caution = knowledge.cautions.get(drug.generic);
    found.push(...checkAllergies(line, drug, matches, knowledge));
    found.push(...checkDuplicates(line, drug, caution, lines.slice(0, index), knowledge));
    if (caution) {
      for (const finding of checkChildDose(line.dose, drug, caution, whose, knowledge.patterns)) {
        found.push(warn(finding.code, 'confirm', line, finding.params));
      }
      if (whose.pregnant && caution.pregnancy) {
        const { level, words } = caution.pregnancy;
        const code = level === 'avoid' ? 'pregnancy-avoid' : 'pregnancy-caution';
        found.push(warn(code, level === 'avoid' ? 'confirm' : 'note', line, { drug: drug.generic }, words));
      }
    }
    if (drug.flags.includes('ndps')) found.push(warn('ndps', 'note', line, { drug: drug.generic }));
    return found;
  });
}

function* checkBounds(line: PrescriptionLine, knowledge: DrugKnowledge): Iterable<PrescriptionWarning> {
  const { quantity, dose } = line;
  // A medicine to buy outside (no code of the list) needs no quantity.
  const least = line.drug === undefined ? 0 : 1;
  if (!Number.isInteger(quantity) || quantity < least || quantity > LARGEST_QUANTITY) {
    yield warn('quantity', 'refuse', line, { quantity, low: least, high: LARGEST_QUANTITY });
  }
  const days = Number.isInteger(dose.days) && dose.days >= 1 && dose.days <= LONGEST_DAYS;
  if (!(dose.amount > 0) || !Number.isFinite(dose.amount) || !days) {
    yield warn('amount', 'refuse', line, { amount: dose.amount, days: dose.days });
  } else {
    const largest = knowledge.units.get(dose.unit)?.largest;
    if (largest !== undefined && dose.amount > largest) {
      yield warn('amount', 'confirm', line, { amount: dose.amount, days: dose.days, largest });
    }
  }
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
  earlier: PrescriptionLine[],
  knowledge: DrugKnowledge,
): Iterable<PrescriptionWarning> {
  for (const other of earlier) {
    const otherDrug = other.drug === undefined ? undefined : knowledge.drugs.get(other.drug);
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

function warn(
  code: WarningCode,
  level: PrescriptionWarning['level'],
  line: PrescriptionLine,
  params: PrescriptionWarning['params'],
  words?: Words,
): PrescriptionWarning {
  return { code, level, line: line.line, key: `${code}:${line.line}`, params, ...(words ? { words } : {}) };
}
