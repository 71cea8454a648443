import type Joi from 'joi';
import { choiceField, textField } from '../../form-fields.js';
import type { SlipChoice } from './issue-slip.js';

const PRIORITIES = ['none', 'emergency', 'pregnant', 'elderly', 'disabled'] as const;

/** What the counter decides of a visit, as fields of a form. */
export const choiceFields: Joi.PartialSchemaMap<SlipChoice> = {
  station: choiceField('vitals', 'doctor', 'lab', 'pharmacy'),
  priority: choiceField(...PRIORITIES),
  reason: textField(200),
};
