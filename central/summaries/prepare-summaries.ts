import type { ServerScope } from 'nano';
import { SUMMARIES_PLAN } from '../centre-databases.js';
import type { Prepared } from '../ensure/centre-work.js';
import { workAt } from '../ensure/cluster.js';
import { prepareDatabase } from '../prepare-database.js';

/** Makes the database that the dashboards read. Safe to run again; throws what nano throws. */
export async function prepareSummaries(nano: ServerScope): Promise<Prepared[]> {
  return prepareDatabase(await workAt(nano), SUMMARIES_PLAN);
}
