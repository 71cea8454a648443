import { facilityDatabase, type BoxId } from '../records/ids.js';
import { openCentreDatabase, type Centre } from './centre-database.js';
import { centreError } from './centre-error.js';
import { LINE_LIMITS, openLine } from './centre-line.js';

const BATCH = 1_000;

/**
 * A box's ledger as the centre has it, with revisions, in the centre's own order, which is not that of the numbers.
 * Any CouchDB 3.x; nothing is written. Throws `centre-unreachable`, `centre-refused`.
 */
export async function* readCentreLedger(centre: Centre, box: BoxId): AsyncGenerator<object> {
  const line = openLine(centre.url, LINE_LIMITS);
  const name = facilityDatabase(box);
  try {
    const { database, info } = openCentreDatabase(centre, name, line);
    // Says in clear words where the database is missing or closed.
    await info();
    for (let since: number | string = 0; ;) {
      const answer: PouchDB.Core.ChangesResponse<object> = await readBatch(database, since).catch(
        (cause: unknown) => {
          throw centreError(cause, name);
        },
      );
      const { results, last_seq } = answer;
      for (const { id, doc } of results) if (doc && !id.startsWith('_design/')) yield doc;
      if (results.length < BATCH) return;
      since = last_seq;
    }
  } finally {
    line.close();
  }
}

function readBatch(
  database: PouchDB.Database,
  since: number | string,
): Promise<PouchDB.Core.ChangesResponse<object>> {
  return database.changes({ since, limit: BATCH, include_docs: true });
}
