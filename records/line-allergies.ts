import { allergiesToDrug, type AllergyLists, type AllergyMatch, type DrugAllergy } from './allergy-match.js';
import type { PrescriptionLine, PrescriptionRecord } from './care.js';
import type { StaffId } from './ids.js';
import { isSevere, onePerSubstance, substanceOf } from './one-per-substance.js';

/** An allergy that speaks against what is to be given for a line, and what the doctor said to it. */
export interface LineAllergy extends DrugAllergy {
  /** null: the doctor who signed did not know of it, or signed for another substance */
  signedOver: { by: StaffId; at: string; reason: string | null } | null;
  /** a doctor must be asked before anything is handed out */
  mustAsk: boolean;
  /** it was signed over, and stands no longer on the patient's list */
  gone: boolean;
}

/**
 * The allergies against a drug that is to be given for a line: those that stand today, severe ones first, then those
 * that the doctor signed over though they stand no longer. Of one that is severe, or that was written down after
 * signing, a doctor must be asked.
 */
export function lineAllergies(
  line: PrescriptionLine,
  prescription: PrescriptionRecord,
  drug: string,
  standing: readonly AllergyMatch[],
  lists: AllergyLists,
): LineAllergy[] {
  const given = lists.drugs.get(drug);
  if (!given) return [];
  const { by, at } = prescription;
  // The doctor weighed the substance: another strength of it is no other medicine.
  const isSigned = lists.drugs.get(line.drug ?? '')?.generic === given.generic;
  const told = isSigned ? (prescription.signedOver ?? []).filter((one) => one.line === line.line) : [];
  const unnamed = isSigned && acceptedUnnamed(prescription, line.line);

  const found = onePerSubstance(allergiesToDrug(given, standing, lists)).map((allergy): LineAllergy => {
    const known = told.find((one) => substanceOf(one) === substanceOf(allergy));
    const signedOver = known || unnamed ? { by, at, reason: known?.reason ?? null } : null;
    return { ...allergy, signedOver, mustAsk: isSevere(allergy) || signedOver === null, gone: false };
  });
  const left = told.filter((one) => !found.some((allergy) => substanceOf(one) === substanceOf(allergy)));
  const gone = left.map(({ line: _line, reason = null, ...allergy }): LineAllergy => {
    return { ...allergy, relation: 'same', signedOver: { by, at, reason }, mustAsk: false, gone: true };
  });
  return [...found, ...gone];
}

/** Before version 2 a prescription says only that a warning was accepted, not which allergy it was about. */
function acceptedUnnamed({ accepted = [], signedOver }: PrescriptionRecord, line: number): boolean {
  const isOld = signedOver === undefined;
  return isOld && (accepted.includes(`allergy:${line}`) || accepted.includes(`allergy-related:${line}`));
}
