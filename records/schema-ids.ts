import Joi from 'joi';
import {
  BOX_PATTERN,
  DEVICE_PATTERN,
  parsePatientId,
  parseSummaryId,
  parseVisitId,
  STAFF_PATTERN,
  visitOf,
  type BoxRecordKind,
  type PartKind,
} from './ids.js';

const N = String.raw`[1-9]\d*`;
const BOX = BOX_PATTERN.source.slice(1, -1);
const STAFF = STAFF_PATTERN.source.slice(1, -1);

export const staffId = Joi.string().pattern(STAFF_PATTERN);
export const drugCode = Joi.string().pattern(/^[a-z0-9][a-z0-9.-]{0,79}$/);
export const testCode = Joi.string().pattern(/^[A-Z][A-Z0-9-]{0,19}$/);
export const box = Joi.string().pattern(BOX_PATTERN);
export const patientRef = checked((id) => parsePatientId(id) !== null);
export const visitRef = checked((id) => parseVisitId(id) !== null);

/** `patient:…:BR0977:12` */
export const patientPartRef = checked((id) => {
  const [kind = '', patient = '', adder = '', n = '', ...rest] = id.split(':');
  return (
    parsePatientId(`${kind}:${patient}`) !== null && BOX_PATTERN.test(adder) && serial(n) && rest.length === 0
  );
});

/** `visit:…:rx:1`, `visit:…:rx:b2` */
export function partRef(kind: PartKind): Joi.StringSchema {
  return checked((id) => {
    const visit = visitOf(id);
    const [given = '', n = '', ...rest] = id.slice(visit.length + 1).split(':');
    return (
      parseVisitId(visit) !== null && given === kind && serial(n.replace(/^[b-z]/, '')) && rest.length === 0
    );
  });
}

export const stockRef = Joi.string().pattern(new RegExp(`^stock:${BOX}:[a-z0-9][a-z0-9.-]{0,79}:${N}$`));
export const staffRecordRef = Joi.string().pattern(new RegExp(`^staff:${BOX}:${STAFF}:${N}$`));
/** `seal:BR1042:61` */
export function boxRecordRef(kind: BoxRecordKind): Joi.StringSchema {
  return Joi.string().pattern(new RegExp(`^${kind}:${BOX}:${N}$`));
}

export const summaryRef = checked((id) => parseSummaryId(id) !== null);

export const deviceRef = Joi.string().pattern(DEVICE_PATTERN);
export const deviceRecordRef = Joi.string().pattern(
  new RegExp(`^device:${BOX}:${DEVICE_PATTERN.source.slice(1, -1)}:${N}$`),
);
export const facilityRecordRef = Joi.string().pattern(new RegExp(`^facility:${BOX}:${N}$`));

function serial(text: string): boolean {
  return /^[1-9]\d*$/.test(text);
}

function checked(fits: (id: string) => boolean): Joi.StringSchema {
  return Joi.string()
    .max(120)
    .custom((id: string, helpers) => (fits(id) ? id : helpers.error('string.pattern.base')));
}
