import { BOXES_DATABASE } from '../centre-databases.js';
import { applyCopies } from '../router/apply-copies.js';
import type { Copy } from '../router/copy.js';
import type { CouchDocument, RouterCouch } from '../router/router-couch.js';
import { boxStatusId, type BoxDayDocument, type BoxStatusDocument } from './box-status.js';
import type { Contact } from './contact.js';
import { dayAfter, dayOfContact, dayOverTime } from './day-after.js';
import { statusAfter } from './status-after.js';

/**
 * Writes what was learnt of boxes into `boxes`, which whoever watches them reads; all in two requests. Where somebody
 * else writes the same at the same time both count. A centre without that database keeps nothing. Throws FacilityError.
 */
export async function keepContacts(couch: RouterCouch, contacts: readonly Contact[]): Promise<void> {
  if (contacts.length === 0) return;
  await applyCopies(couch, contacts.flatMap(copiesOf));
}

function copiesOf(contact: Contact): Copy[] {
  const day = dayAfter(null, contact);
  const status: Copy = {
    database: BOXES_DATABASE,
    id: boxStatusId(contact.box),
    body: { ...statusAfter(null, contact) },
    merge: (standing) => ({ ...statusAfter(asStatus(standing), contact) }),
    elsewhere: [],
  };
  if (!day) return [status];
  const sample: Copy = {
    database: BOXES_DATABASE,
    id: dayOfContact(contact).id,
    body: { ...day },
    merge: (standing) => asBody(dayAfter(standing as unknown as BoxDayDocument, contact)),
    elsewhere: [],
  };
  const old: Copy = {
    database: BOXES_DATABASE,
    id: dayOverTime(contact),
    body: null,
    merge: () => ({ _deleted: true }),
    elsewhere: [],
  };
  return [status, sample, old];
}

function asStatus({ _id, _rev, ...body }: CouchDocument): BoxStatusDocument {
  return body as unknown as BoxStatusDocument;
}

function asBody(day: BoxDayDocument | null): Record<string, unknown> | null {
  return day && { ...day };
}
