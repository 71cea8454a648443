import type { PrescriptionLine } from './care.js';
import type { DosePattern, UnitWords } from './dose-instruction.js';
import type { Drug, DrugCaution, DrugFamily } from './drug.js';
import type { Words } from './envelope.js';
import type { Allergy } from './people.js';

/** The end of the locale key `prescription-warnings.<code>`. */
export type WarningCode =
  | 'quantity'
  | 'quantity-short'
  | 'amount'
  | 'unknown-drug'
  | 'allergy'
  | 'allergy-related'
  | 'same-medicine'
  | 'same-family'
  | 'child-dose'
  | 'child-day-dose'
  | 'adult-day-dose'
  | 'adult-day-dose-together'
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

export function warn(
  code: WarningCode,
  level: PrescriptionWarning['level'],
  line: PrescriptionLine,
  params: PrescriptionWarning['params'],
  words?: Words,
): PrescriptionWarning {
  return { code, level, line: line.line, key: `${code}:${line.line}`, params, ...(words ? { words } : {}) };
}
