import { join } from 'node:path';
import Joi from 'joi';
import { COMPLIANCE_CHECKS, type CompliancePoint } from '../records/reports/compliance-facts.js';
import { templatesFolder } from './folder.js';
import { readReferenceJson } from './reference-json.js';

const text = Joi.string().trim().min(1).required();
const schema: Joi.Schema<CompliancePoint[]> = Joi.array()
  .items(
    Joi.object({
      law: text,
      text: Joi.object({ hi: text, en: text }).required(),
      check: Joi.string()
        .valid('ask', ...COMPLIANCE_CHECKS)
        .required(),
      limit: Joi.number().positive(),
    }),
  )
  .min(1);

/** The points of the laws that the compliance report goes through. Throws `bad-input` that names the place. */
export function loadCompliancePoints(folder = templatesFolder()): CompliancePoint[] {
  return readReferenceJson(join(folder, 'reference', 'compliance.json'), schema);
}
