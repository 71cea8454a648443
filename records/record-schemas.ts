import Joi from 'joi';
import * as box from './box-schemas.js';
import * as care from './care-schemas.js';
import { FacilityError, type FieldError } from './facility-error.js';
import type { LedgerRecord, RecordType } from './ledger-record.js';
import * as people from './people-schemas.js';
import { month } from './schema-dates.js';
import { summary } from './summary-schema.js';
import { drugCode, partRef, staffId, stockRef } from './schema-ids.js';
import { referral, referralCancel, referralReply, referralResults } from './referral-schemas.js';
import { number } from './schema-scalars.js';
import { line } from './schema-text.js';

const stock = {
  _id: stockRef.required(),
  item: drugCode.required(),
  batch: line(40).required(),
  expiry: month.required(),
  change: number().integer().min(-1_000_000).max(1_000_000).invalid(0).required(),
  kind: Joi.valid('opening', 'receive', 'dispense', 'return', 'adjust', 'expire').required(),
  reason: line(500),
  source: line(200),
  dispense: partRef('dispense'),
};

/** The fields of each type beside the envelope. */
const FIELDS: Record<RecordType, Joi.PartialSchemaMap> = {
  facility: people.facility,
  staff: people.staff,
  patient: people.patient,
  'patient-amendment': people.patientAmendment,
  'same-person': people.samePerson,
  allergy: people.allergy,
  visit: care.visit,
  move: care.move,
  vitals: care.vitals,
  consultation: care.consultation,
  diagnosis: care.diagnosis,
  prescription: care.prescription,
  'lab-order': care.labOrder,
  'lab-result': care.labResult,
  'lab-ack': care.labAck,
  dispense: care.dispense,
  'dispense-return': care.dispenseReturn,
  referral,
  'referral-cancel': referralCancel,
  'referral-reply': referralReply,
  'referral-results': referralResults,
  admission: care.admission,
  stock,
  consent: box.consent,
  restriction: box.restriction,
  access: box.access,
  device: box.device,
  key: box.key,
  seal: box.seal,
  backup: box.backup,
  restore: box.restore,
  summary,
};

const ENVELOPE = {
  n: number().integer().min(1).required(),
  at: Joi.string().isoDate().required(),
  clockUncertain: Joi.valid(true),
  by: staffId.required(),
  v: number().integer().min(1).required(),
};

const RECORDS = compile();

/**
 * A record as it may be written: texts trimmed and freed of control characters. Writers are strict (unknown fields are
 * refused); readers keep fields that they don't know and need no schema.
 * Throws `bad-input`, its `fields` named like `lines.0.dose.amount`, codes as in `FAULTS`.
 */
export function validateRecord(record: object): LedgerRecord {
  return validate(record);
}

/** The same for one that somebody else wrote, perhaps a newer version: fields that are not known stay. */
export function readRecord(record: object): LedgerRecord {
  return validate(record, { allowUnknown: true });
}

function compile(): Map<unknown, Joi.ObjectSchema> {
  const prefs = { abortEarly: false, errors: { render: false } };
  return new Map(
    Object.entries(FIELDS).map(([type, fields]) => {
      const schema = Joi.object({ ...fields, ...ENVELOPE, type: Joi.valid(type).required() });
      return [type, schema.prefs(prefs)];
    }),
  );
}

function validate(value: object, options: Joi.ValidationOptions = {}): LedgerRecord {
  const type = 'type' in value ? value.type : undefined;
  const schema = RECORDS.get(type);
  if (!schema) {
    const fields: FieldError[] = [{ field: 'type', code: 'unknownChoice' }];
    throw new FacilityError('bad-input', 'There is no record type of this name.', { fields });
  }
  const result = schema.validate(value, options);
  if (!result.error) return result.value as LedgerRecord;
  const fields = result.error.details.map(fieldError);
  const named = fields.map(({ field, code }) => `${field} (${code})`).join(', ');
  throw new FacilityError('bad-input', `A ${String(type)} record cannot be written so: ${named}.`, {
    fields,
  });
}

/** Names the field and the fault, never the value: it may be a patient's. */
function fieldError(detail: Joi.ValidationErrorItem): FieldError {
  const field = detail.path.join('.');
  const [code, bound] = FAULTS[detail.type] ?? ['notValid'];
  const limit: unknown = detail.context?.limit;
  return bound && typeof limit === 'number' ? { field, code, params: { [bound]: limit } } : { field, code };
}

/** joi's error types as locale keys, and what its limit is called there. */
const FAULTS: Partial<Record<string, [code: string, bound?: 'min' | 'max']>> = {
  'any.required': ['required'],
  'string.empty': ['required'],
  'object.min': ['required'],
  'string.max': ['tooLong', 'max'],
  'number.min': ['tooSmall', 'min'],
  'number.greater': ['tooSmall', 'min'],
  'number.max': ['tooLarge', 'max'],
  'number.unsafe': ['tooLarge'],
  'number.infinity': ['tooLarge'],
  'number.integer': ['notWhole'],
  'number.base': ['notANumber'],
  'array.min': ['tooFew', 'min'],
  'array.max': ['tooMany', 'max'],
  'object.unknown': ['unknownField'],
  'any.unknown': ['unknownField'],
  'any.only': ['unknownChoice'],
};
