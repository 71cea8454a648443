import Joi from 'joi';
import { REFERRAL_STATES } from './care.js';
import { diagnosis, part, vitals } from './care-schemas.js';
import { demographics, words } from './people-schemas.js';
import { box, boxRecordRef, partRef, patientRef, visitRef } from './schema-ids.js';
import { number, truth } from './schema-scalars.js';
import { line, note } from './schema-text.js';
import { MOST_TOLD } from './told-results.js';

const { name, sex, birthDate, birthDateEstimated, relative, village, mobile } = demographics;
const { temperatureC, pulse, respiratoryRate, systolic, diastolic, spo2, weightKg, glucose, pregnant } =
  vitals;
const { onOxygen, consciousness } = vitals;

const toldResults = Joi.array()
  .items(
    Joi.object({
      ...{ result: partRef('lab-result').required(), test: words.required(), answer: words },
      value: Joi.alternatives(number(), note(500)).required(),
      ...{ unit: line(30), range: line(200), at: Joi.string().isoDate().required() },
      flag: Joi.valid('normal', 'low', 'high', 'abnormal', 'critical').required(),
      corrects: partRef('lab-result'),
    }),
  )
  .max(MOST_TOLD);
const pending = Joi.array().items(words).max(MOST_TOLD);

export const referralSummary = Joi.object({
  person: Joi.object({
    ...{ name: name.required(), sex: sex.required() },
    ...{ birthDate, birthDateEstimated, relative, village, mobile },
  }).required(),
  complaints: Joi.array().items(line(200)).max(20),
  vitals: Joi.object({
    ...{ temperatureC, pulse, respiratoryRate, systolic, diastolic },
    ...{ spo2, weightKg, glucose, pregnant, onOxygen, consciousness },
  }),
  diagnoses: Joi.array()
    .items(Joi.object({ code: diagnosis.code, text: words.required() }))
    .max(40),
  medicines: Joi.array().items(line(300)).max(60),
  allergies: Joi.array().items(line(200)).max(40),
  severeAllergies: Joi.array().items(line(200)).max(40),
  results: toldResults,
  pending,
  doctor: words,
  withheld: Joi.valid(true),
});

export const referral = {
  ...part('referral'),
  to: box,
  facility: line(200).required(),
  reason: note().required(),
  urgent: truth(),
  summary: referralSummary,
  supersedes: partRef('referral'),
};

export const referralCancel = {
  ...part('referral-cancel'),
  referral: partRef('referral').required(),
  to: box.required(),
  reason: Joi.string()
    .pattern(/^[a-z][a-z-]{0,39}$/)
    .required(),
  reasonName: words.required(),
  note: note(),
  signer: words,
};

export const referralReply = {
  _id: boxRecordRef('referral').required(),
  referral: partRef('referral').required(),
  patient: patientRef.required(),
  status: Joi.valid(...REFERRAL_STATES).required(),
  feedback: note(),
  signer: words,
  visit: visitRef,
  knownAs: patientRef,
};

export const referralResults = {
  ...part('referral-results'),
  referral: partRef('referral').required(),
  to: box.required(),
  results: toldResults.min(1).required(),
  pending,
};
