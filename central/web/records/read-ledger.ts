import { facilityDatabase, type BoxId } from '../../../records/ids.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { RouterCouch } from '../../router/router-couch.js';

const BATCH = 1_000;

/**
 * A box's ledger with revisions, in CouchDB's order, as the pages' own user may read it. Throws `not-allowed` where the
 * ledger is a private tenant's, `not-found` where there is none, else as RouterCouch does.
 */
export async function* readLedger(couch: RouterCouch, box: BoxId): AsyncGenerator<object> {
  for (let since = '0'; ;) {
    const page = await couch
      .changes(facilityDatabase(box), since, { selector: {}, limit: BATCH })
      .catch((error: unknown) => {
        throw isClosed(error) ? closedLedger(box) : error;
      });
    if (page === null) {
      throw new FacilityError('not-found', `The centre has no records of ${box}`, {
        hint: 'hints.notEnrolled',
      });
    }
    yield* page.documents.filter(({ _id }) => isRecord(_id));
    for (const _id of page.deleted.filter(isRecord)) yield { _id, _deleted: true };
    if (page.pending === 0) return;
    since = page.last;
  }
}

function isRecord(id: string): boolean {
  return !id.startsWith('_design/');
}

function isClosed(error: unknown): boolean {
  return error instanceof FacilityError && error.code === 'centre-refused' && error.params['status'] === 403;
}

function closedLedger(box: BoxId): FacilityError {
  return new FacilityError('not-allowed', `The records of ${box} belong to a private hospital`, {
    hint: 'hints.hospitalChecks',
    params: { private: box },
  });
}
