import type { ServerScope } from 'nano';
import { FacilityError } from '../records/facility-error.js';
import { inboxDatabase, lineageOf, nextReplica, type BoxId } from '../records/ids.js';
import { centreRefusal } from './centre-refusal.js';
import type { Prepared } from './ensure/centre-work.js';
import { prepareFacility } from './facility-database.js';
import { readDocument } from './read-document.js';

export interface ReplaceOptions {
  /** logged in as a server admin of any CouchDB 3.x */
  nano: ServerScope;
  /** the box that was lost */
  box: BoxId;
  /** the box that takes over; absent: with the next replica letter */
  by?: BoxId;
  /** of the new box */
  password: string;
  /** UTC */
  at: string;
}

/**
 * Prepares the box that takes over from a lost one, and tells the lost one, should it come back: a document
 * `replaced:BR1042b` in its inbox, after which it takes no more records. Safe to run again.
 * Throws `bad-input`, `centre-unreachable`, `centre-refused`.
 */
export async function replaceBox(options: ReplaceOptions): Promise<{ by: BoxId; prepared: Prepared[] }> {
  const { nano, box, password, at } = options;
  const by = options.by ?? nextReplica(box);
  if (by === null || by === box || !lineageOf(by).includes(box)) {
    throw new FacilityError('bad-input', `${by ?? 'No box'} cannot take over from ${box}.`, {
      hint: 'hints.laterLetter',
      params: { next: nextReplica(box) ?? box },
      fields: [{ field: 'by', code: 'wrongBox' }],
    });
  }
  const prepared = await prepareFacility({ nano, box: by, password });
  try {
    const inbox = inboxDatabase(box);
    const database = nano.use<{ type: string; box: BoxId; by: BoxId; at: string }>(inbox);
    const id = `replaced:${by}`;
    const standing = (await readDocument(nano, inbox, id)) !== null;
    if (!standing) await database.insert({ type: 'replaced', box, by, at }, id);
    prepared.push({ what: `${inbox}/${id}`, outcome: standing ? 'stands' : 'made' });
    return { by, prepared };
  } catch (error) {
    throw centreRefusal(error);
  }
}
