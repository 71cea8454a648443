import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { BOXES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { putUser, userId } from '../ensure/ensure-user.js';
import { readDocument } from '../read-document.js';
import { enrolmentId, type Enrolment } from './enrolment-document.js';

export interface RevokeOptions {
  /** logged in as a server admin of any CouchDB 3.x */
  nano: ServerScope;
  box: BoxId;
  /** shown at the box */
  reason: string;
  /** that nobody will know */
  password: string;
  /** UTC */
  at: string;
}

/**
 * Ends a box's access at once; what the centre has of it stays. The gateway tells the box why. Safe to run again.
 * Throws `not-found`, `centre-unreachable`, `centre-refused`.
 */
export async function revokeBox(options: RevokeOptions): Promise<{ box: BoxId; at: string; reason: string }> {
  const { nano, box, reason, password, at } = options;
  try {
    if (!(await readDocument(nano, '_users', userId(box)))) {
      throw new FacilityError('not-found', `There is no box ${box} at this centre.`, {
        hint: 'Is the code right? nadi central facility list shows those that are known.',
      });
    }
    // The access first: whatever breaks off after this, it has ended.
    await putUser(nano, { name: box, roles: [], password });
    const id = enrolmentId(box);
    const standing = await readDocument<Enrolment>(nano, BOXES_DATABASE, id);
    const { sealed: _, ...kept } = standing ?? { type: 'enrolment', v: 1, box, at };
    const revoked = standing?.revoked ?? { at, reason };
    await nano.use<Enrolment>(BOXES_DATABASE).insert({ ...(kept as Enrolment), revoked }, id);
    return { box, ...revoked };
  } catch (error) {
    throw centreRefusal(error);
  }
}
