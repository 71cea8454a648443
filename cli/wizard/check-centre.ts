import { FacilityError } from '../../records/facility-error.js';
import { tryCentre } from '../../sync/try-centre.js';
import { wrongCentre } from '../tasks/set-centre.js';
import type { Finding, Values } from './wizard-steps.js';

/** Asks the centre for this box's database. A line that is down now is no reason to stop a set-up. */
export async function checkCentre(values: Values): Promise<Finding> {
  const centre = {
    url: (values['centreUrl'] ?? '').trim(),
    user: (values['centreUser'] ?? '').trim(),
    password: values['centrePassword'] ?? '',
  };
  const names: Record<string, string> = {
    'centre-url': 'centreUrl',
    'centre-user': 'centreUser',
    'centre-password': 'centrePassword',
  };
  const fields = wrongCentre(centre).map((field) => ({ ...field, field: names[field.field] ?? field.field }));
  if (fields.length > 0) return { fields };
  try {
    await tryCentre(centre, values['box'] ?? '');
    return { fields: [] };
  } catch (error) {
    if (!(error instanceof FacilityError)) throw error;
    if (error.code === 'centre-unreachable') {
      return { fields: [{ field: 'centreUrl', code: 'centreSilent' }], soft: true };
    }
    return { fields: [{ field: 'centrePassword', code: 'centreRefuses' }], soft: true };
  }
}
