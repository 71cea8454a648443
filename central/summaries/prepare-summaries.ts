import type { ServerScope } from 'nano';
import { CENTRE_ONLY, CENTRE_ROLE, prepareDatabase, type Prepared } from '../facility-database.js';
import { SUMMARIES_DATABASE } from './stored-summary.js';
import { SUMMARIES_DESIGNS } from './summaries-design.js';

/** Makes the database that the dashboards read. Safe to run again; throws what nano throws. */
export function prepareSummaries(nano: ServerScope): Promise<Prepared[]> {
  return prepareDatabase(
    nano,
    SUMMARIES_DATABASE,
    { names: [], roles: [CENTRE_ROLE] },
    { ...CENTRE_ONLY, ...SUMMARIES_DESIGNS },
  );
}
