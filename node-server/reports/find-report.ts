import { FacilityError } from '../../records/facility-error.js';
import type { ReportDefinition } from '../../templates/report-definition.js';
import type { ReportDefinitions } from '../../templates/report-definitions.js';

/** Throws `not-found` that names the reports there are. */
export function findReport(definitions: ReportDefinitions, id: string): ReportDefinition {
  const definition = definitions.get(id);
  if (definition) return definition;
  throw new FacilityError('not-found', 'There is no report of this name.', {
    hint: 'hints.oneOf',
    params: { list: [...definitions.keys()].join(', ') },
    fields: [{ field: 'report', code: 'report-unknown' }],
  });
}
