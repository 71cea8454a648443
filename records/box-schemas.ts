import Joi from 'joi';
import { TELLING } from './duplicates/plain-differences.js';
import { role, words } from './people-schemas.js';
import { calendarDate } from './schema-dates.js';
import {
  box,
  boxRecordRef,
  deviceRecordRef,
  deviceRef,
  patientPartRef,
  patientRef,
  visitRef,
} from './schema-ids.js';
import { number, truth } from './schema-scalars.js';
import { line, note } from './schema-text.js';

const base64url = (bytes: number) =>
  Joi.string().pattern(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}$`));
const count = () => number().integer().min(0);

export const key = { _id: boxRecordRef('key').required(), key: base64url(32).required() };

export const seal = {
  _id: boxRecordRef('seal').required(),
  upTo: count().required(),
  head: base64url(32).required(),
  key: boxRecordRef('key').required(),
  signature: base64url(64).required(),
};

export const access = {
  _id: boxRecordRef('access').required(),
  action: Joi.valid('view', 'search', 'print', 'export').required(),
  patients: Joi.array().items(patientRef).max(200).required(),
  route: line(200).required(),
  visit: visitRef,
  device: deviceRef,
  reason: line(500),
  consent: patientPartRef,
  differs: Joi.array()
    .items(Joi.valid(...TELLING))
    .min(1)
    .max(TELLING.length),
  as: Joi.object({ name: words.required(), role: role.required() }),
};

export const device = {
  _id: deviceRecordRef.required(),
  device: deviceRef.required(),
  name: line(80).required(),
  state: Joi.valid('paired', 'revoked').required(),
  use: Joi.valid('standby'),
  reason: line(200),
};

export const backup = {
  _id: boxRecordRef('backup').required(),
  file: line(200).required(),
  kind: Joi.valid('full', 'incremental').required(),
  from: count().required(),
  upTo: count().required(),
  bytes: count().required(),
  place: Joi.valid('folder', 'usb').required(),
};

export const restore = {
  _id: boxRecordRef('restore').required(),
  from: box.required(),
  upTo: count().required(),
  head: base64url(32).required(),
  source: Joi.valid('backup', 'centre', 'backup-and-centre', 'standby').required(),
  skipTo: Joi.object({
    day: Joi.string()
      .pattern(/^20\d{6}$/)
      .required(),
    token: count().required(),
    patient: count().required(),
  }),
};

export const restriction = {
  _id: patientPartRef.required(),
  category: Joi.valid('hiv', 'mtp', 'pocso', 'mental-health').required(),
  visit: visitRef,
  lifted: patientPartRef,
  reason: note(500),
};

export const consent = {
  _id: patientPartRef.required(),
  purpose: Joi.valid('care', 'share', 'history', 'abdm', 'teleconsult', 'research').required(),
  given: truth().required(),
  mode: Joi.valid('spoken', 'written', 'thumb', 'electronic').required(),
  givenBy: line(),
  until: calendarDate,
  scope: Joi.array().items(Joi.valid('private', 'restricted')).unique().min(1),
  revokes: patientPartRef,
  note: note(500),
};
