import type { Envelope, Words } from './envelope.js';
import type { Ratio } from './exact-share.js';
import type { PatientId, StaffId, VisitId } from './ids.js';
import type { Allergy, Demographics, Priority } from './people.js';
import type { VitalField } from './vitals-check.js';

/** The data of a module's workflow names the stations; these are the ones that the pages know. */
export type Station = 'vitals' | 'doctor' | 'lab' | 'pharmacy';

/** FHIR Encounter: one patient, one day, one token. */
export interface VisitRecord extends Envelope {
  type: 'visit';
  patient: PatientId;
  kind: 'new' | 'returning';
  /** first station after the counter */
  station: Station;
  priority?: Priority;
  /** what the patient came for, in a few words */
  reason?: string;
}

/** What a station adds to a visit; its id begins with the visit's. */
export interface VisitPart extends Envelope {
  patient: PatientId;
}

export type MoveAction =
  'call' | 'recall' | 'skip' | 'hold' | 'resume' | 'transfer' | 'prioritise' | 'finish' | 'leave';

/** One step of a visit through the queue. */
export interface MoveRecord extends VisitPart {
  type: 'move';
  action: MoveAction;
  /** where the step was taken */
  station: Station | 'counter';
  /** `call`: where to, as the display shows it: `कमरा 2` */
  room?: string;
  /** `transfer`: the next station */
  to?: Station;
  priority?: Priority | 'none';
  reason?: string;
}

export interface VitalsRecord extends VisitPart {
  type: 'vitals';
  /** in hundredths where it was typed in °F, see `toCelsius` */
  temperatureC?: number;
  pulse?: number;
  respiratoryRate?: number;
  systolic?: number;
  diastolic?: number;
  /** per cent */
  spo2?: number;
  /** breathing oxygen while it was measured */
  onOxygen?: boolean;
  weightKg?: number;
  heightCm?: number;
  glucose?: number;
  muacMm?: number;
  consciousness?: 'alert' | 'confusion' | 'voice' | 'pain' | 'unresponsive';
  pregnant?: boolean;
  note?: string;
  /** fields that lay outside the plausible limits and that the nurse confirmed */
  confirmed?: string[];
}

export interface Complaint {
  text: string;
  /** days */
  duration?: number;
}

export interface ConsultationRecord extends VisitPart {
  type: 'consultation';
  complaints: Complaint[];
  examination?: string;
  advice?: string[];
  /** `2026-11-28` */
  followUp?: string;
}

/** FHIR Condition. */
export interface DiagnosisRecord extends VisitPart {
  type: 'diagnosis';
  /** ICD-10, absent for free text */
  code?: string;
  text: Words;
  certainty: 'provisional' | 'confirmed';
  /** true puts it onto the problem list, false takes it off again */
  ongoing?: boolean;
}

export interface Dose {
  /** `1-0-1`, `1-1-1`, `1-0-0`, `0-0-1`, `sos`, `stat`, `weekly` …: a key of `dose-patterns` in the templates */
  pattern: string;
  /** amount at each time, in the drug's unit: tablets, ml, drops */
  amount: number;
  unit: string;
  days: number;
  food?: 'before' | 'after' | 'with';
}

export interface PrescriptionLine {
  /** number within the prescription, from 1 */
  line: number;
  /** code of the drug list, absent for a medicine to buy outside */
  drug?: string;
  /** as printed */
  name: string;
  dose: Dose;
  /** in dispensing units; a dispensing may be in several parts */
  quantity: number;
  note?: string;
}

/** An allergy that the doctor knew of when signing a line that it speaks against. FHIR DetectedIssue.mitigation. */
export interface SignedOverAllergy extends Allergy {
  line: number;
  /** why the medicine is given all the same; of a severe one always */
  reason?: string;
}

/** FHIR MedicationRequest. Version 2 says which allergies were signed over. Signed when written; a newer one supersedes it, nothing changes it. */
export interface PrescriptionRecord extends VisitPart {
  type: 'prescription';
  lines: PrescriptionLine[];
  supersedes?: string;
  /** why it supersedes */
  reason?: string;
  /** warnings (allergy, dose, duplicate) that the doctor saw and accepted */
  accepted?: string[];
  signedOver?: SignedOverAllergy[];
}

/** FHIR ServiceRequest. */
export interface LabOrderRecord extends VisitPart {
  type: 'lab-order';
  tests: string[];
  urgent?: boolean;
  note?: string;
  /** tests with a recent result that the doctor ordered again all the same */
  repeated?: string[];
}

export type ResultFlag = 'normal' | 'low' | 'high' | 'abnormal' | 'critical';

/** FHIR Observation under a DiagnosticReport. */
export interface LabResultRecord extends VisitPart {
  type: 'lab-result';
  order: string;
  test: string;
  /** a number where the test is measured, else its coded or free answer */
  value: number | string;
  unit?: string;
  /** the reference range that the flag was judged by, as shown */
  range?: string;
  flag: ResultFlag;
  /** the result that this one corrects */
  corrects?: string;
  note?: string;
}

/** The doctor has seen a critical result. */
export interface LabAcknowledgement extends VisitPart {
  type: 'lab-ack';
  result: string;
}

export interface DispenseLine {
  /** line of the prescription */
  line: number;
  /** drug given */
  drug: string;
  batch: string;
  quantity: number;
  /**
   * given in place of the prescribed drug, by whose word; of `ratio` the first number of these units stands for the
   * second number of the prescribed ones (absent: one for one)
   */
  substitute?: { for: string; agreedBy: StaffId; ratio?: Ratio };
}

/** An allergy about which the pharmacist asked a doctor before giving a line out. */
export interface AskedAllergy extends Allergy {
  line: number;
  /** who answered */
  doctor: StaffId;
}

/** FHIR MedicationDispense. Version 2 says what a doctor was asked about. The stock movements stand in the same write. */
export interface DispenseRecord extends VisitPart {
  type: 'dispense';
  prescription: string;
  lines: DispenseLine[];
  /** lines that will not be given here: nil stock, the patient has some, … */
  closed?: { line: number; reason: string }[];
  asked?: AskedAllergy[];
}

/** The patient brought medicine back. The stock movements stand in the same write. */
export interface DispenseReturnRecord extends VisitPart {
  type: 'dispense-return';
  /** the dispensing that gave it */
  dispense: string;
  lines: { drug: string; batch: string; quantity: number }[];
  /** as the stock movements have it: a code of the list, and words */
  reason: string;
}

/** What whoever receives the patient needs to know, as it stood when the referral was written. */
export interface ReferralSummary {
  person: Pick<
    Demographics,
    'name' | 'sex' | 'birthDate' | 'birthDateEstimated' | 'relative' | 'village' | 'mobile'
  >;
  complaints?: string[];
  vitals?: Pick<
    VitalsRecord,
    Exclude<VitalField, 'heightCm' | 'muacMm'> | 'pregnant' | 'onOxygen' | 'consciousness'
  >;
  diagnoses?: { code?: string; text: Words }[];
  /** as printed, with the dose in short: `Paracetamol 500 mg, 1-0-1` */
  medicines?: string[];
  allergies?: string[];
  /** those of them that are severe */
  severeAllergies?: string[];
  /** what the lab had found */
  results?: ToldResult[];
  /** tests that were ordered and had no result yet */
  pending?: Words[];
  /** who refers: at the receiver nobody knows the sender's staff by their ids */
  doctor?: Words;
  /** a law protects what was found, and the patient has not consented to its being told: it is left out */
  withheld?: true;
}

/**
 * FHIR ServiceRequest. Version 2 may name a facility of the directory and then says what the receiver needs; version 3
 * may take the place of one that reached nobody; version 4 tells oxygen and consciousness, without which an
 * early-warning score is not whole; version 5 which allergies are severe; version 6 tells results and tests that wait for one.
 */
export interface ReferralRecord extends VisitPart {
  type: 'referral';
  /** code of the receiver in the directory; absent: a facility in free words, to which nothing is sent */
  to?: string;
  /** its name, as written */
  facility: string;
  reason: string;
  urgent?: boolean;
  /** with `to` */
  summary?: ReferralSummary;
  /** the referral of the same visit in whose place this one stands */
  supersedes?: string;
}

/** A lab result as the receiver of a referral is told it: in words, because its list of tests may be another. */
export interface ToldResult {
  /** the sender's record */
  result: string;
  test: Words;
  value: number | string;
  /** a coded answer in words */
  answer?: Words;
  unit?: string;
  range?: string;
  flag: ResultFlag;
  at: string;
  /** the result that this one corrects */
  corrects?: string;
}

/** What the lab found after a referral was signed, told to its receiver. FHIR DiagnosticReport, copied to whom it concerns. */
export interface ReferralResultsRecord extends VisitPart {
  type: 'referral-results';
  referral: string;
  /** code of the receiver, as the referral names it */
  to: string;
  results: ToldResult[];
  /** tests that are still without a result; absent: none */
  pending?: Words[];
}

/**
 * The sender takes a referral back: it is told to whom it was sent to. What both say meanwhile is folded by one table
 * (`referral-steps.ts`). FHIR ServiceRequest with status `revoked`.
 */
export interface ReferralCancelRecord extends VisitPart {
  type: 'referral-cancel';
  /** the referral of the same visit */
  referral: string;
  /** whom it was sent to, as the referral names it */
  to: string;
  /** code of the list `referral-cancel.json` */
  reason: string;
  /** the same in words: the receiver's list may be another */
  reasonName: Words;
  note?: string;
  /** who says so, by name */
  signer?: Words;
}

/** `received`: the receiver's box has it, which the box says by itself; the others are said by people. */
export const REFERRAL_STATES = ['received', 'accepted', 'arrived', 'returned', 'seen', 'closed'] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

/** What the receiver says of a referral that came to it; the latest counts. FHIR Task. */
export interface ReferralReplyRecord extends Envelope {
  type: 'referral-reply';
  /** the sender's record */
  referral: string;
  patient: PatientId;
  status: ReferralState;
  /** `returned`: why; `seen`, `closed`: what was found and done */
  feedback?: string;
  /** who says so, by name: the sender does not know the receiver's staff by their ids */
  signer?: Words;
  /** `arrived`: the visit here */
  visit?: VisitId;
  /** `arrived`: the id under which the patient was registered here before, where it is another */
  knownAs?: PatientId;
}

export interface AdmissionRecord extends VisitPart {
  type: 'admission';
  action: 'admit' | 'discharge';
  reason?: string;
  /** `discharge`: recovered, referred, left, died */
  outcome?: string;
}
