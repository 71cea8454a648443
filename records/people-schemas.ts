import Joi from 'joi';
import { ABHA_PATTERN } from './abha.js';
import { MOBILE_PATTERN } from './mobile.js';
import { fhirDate } from './schema-dates.js';
import { facilityRecordRef, patientPartRef, patientRef, staffId, staffRecordRef } from './schema-ids.js';
import { number, truth } from './schema-scalars.js';
import { line, NAME_LENGTH, note } from './schema-text.js';

/** Hindi, English */
export const words = Joi.object({ hi: line(200).required(), en: line(200).required() });

const relative = Joi.object({
  name: line().required(),
  relation: Joi.valid('father', 'husband', 'mother', 'guardian').required(),
});

export const demographics = {
  name: line(),
  sex: Joi.valid('male', 'female', 'other', 'unknown'),
  birthDate: fhirDate,
  birthDateEstimated: truth(),
  mobile: Joi.string().pattern(MOBILE_PATTERN),
  relative,
  village: line(),
  household: patientRef,
  abha: Joi.string().pattern(ABHA_PATTERN),
  abhaAddress: line(60).pattern(/^[^\s@]+@[^\s@]+$/),
  abhaVerified: truth(),
  category: Joi.valid('pregnant', 'elderly', 'disabled'),
};

/** Named fields take the new value, null clears one; name and sex can be corrected but not cleared. */
const amended = Object.fromEntries(
  Object.entries(demographics).map(([field, schema]) => [
    field,
    field === 'name' || field === 'sex' ? schema : schema.allow(null),
  ]),
);

export const role = Joi.valid(
  'clerk',
  'nurse',
  'doctor',
  'lab',
  'pharmacist',
  'incharge',
  'operator',
  'support',
);

export const facility = {
  _id: facilityRecordRef.required(),
  name: words.required(),
  level: line(20).required(),
  block: line(),
  district: line(),
  stateLgd: number().integer().min(1).max(99),
  hfr: Joi.string().pattern(/^IN\d{10}$/),
};

export const staff = {
  _id: staffRecordRef.required(),
  staff: staffId.required(),
  name: words.required(),
  roles: Joi.array().items(role).unique().min(1).required(),
  active: truth().required(),
  registration: line(60),
};

export const patient = {
  ...demographics,
  _id: patientRef.required(),
  name: demographics.name.required(),
  sex: demographics.sex.required(),
};

export const patientAmendment = {
  _id: patientPartRef.required(),
  set: Joi.object(amended).min(1).required(),
  reason: note(500),
};

export const samePerson = {
  _id: patientPartRef.required(),
  other: patientRef.required(),
  note: note(200),
};

/** What an allergy is to, and how bad. */
export const allergyWords = {
  substance: line(NAME_LENGTH).required(),
  severity: Joi.valid('mild', 'severe'),
};

export const allergy = {
  _id: patientPartRef.required(),
  ...allergyWords,
  reaction: line(200),
  corrects: patientPartRef,
  refuted: truth(),
};
