import { isAbsolute } from 'node:path';
import Joi from 'joi';
import type { AuditQuery } from '../../records/audit-filter.js';
import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { parsePatientId, STAFF_PATTERN } from '../../records/ids.js';
import type { Language } from '../../templates/locale.js';
import type { ExportOrder } from './export-audit.js';

const day = Joi.string().pattern(/^\d{8}$/);

const query = Joi.object<AuditQuery>({
  patient: Joi.string().custom((id: string, helpers) =>
    parsePatientId(id) ? id : helpers.error('any.invalid'),
  ),
  by: Joi.string().pattern(STAFF_PATTERN),
  from: day,
  to: day,
}).or('patient', 'by');

const order = Joi.object<ExportOrder & { language: Language }>({
  file: Joi.string()
    .max(4_000)
    .custom((path: string, helpers) => (isAbsolute(path) ? path : helpers.error('any.invalid')))
    .required(),
  format: Joi.valid('csv', 'json').required(),
  from: day,
  to: day,
  language: Joi.valid('hi', 'en').required(),
});

const complianceOrder = Joi.object<{ from?: string; to?: string; language: Language }>({
  from: day,
  to: day,
  language: Joi.valid('hi', 'en').required(),
});

const trust = Joi.object<{ trusted?: string[] }>({
  trusted: Joi.array().items(Joi.string().max(100)).min(1).max(50),
});

export const readTrust = (payload: unknown): { trusted?: string[] } => read(trust, payload ?? {});

export const readAuditQuery = (payload: unknown): AuditQuery => read(query, payload);

export const readExportOrder = (payload: unknown): ExportOrder & { language: Language } =>
  read(order, payload);

export const readComplianceOrder = (payload: unknown): { from?: string; to?: string; language: Language } =>
  read(complianceOrder, payload);

function read<T>(schema: Joi.ObjectSchema<T>, payload: unknown): T {
  const checked = schema.required().validate(payload, { abortEarly: false });
  if (checked.error === undefined) return checked.value;
  const fields = checked.error.details.map((detail): FieldError => {
    const field = detail.path.join('-') || 'patient';
    const missing = detail.type === 'any.required' || detail.type === 'object.missing';
    return missing ? { field, code: 'required' } : { field, code: 'notValid' };
  });
  throw new FacilityError('bad-input', `not accepted: ${fields.map((one) => one.field).join(', ')}`, {
    fields,
  });
}
