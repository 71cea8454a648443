import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { BOXES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { putUser, userId } from '../ensure/ensure-user.js';
import { readDocument } from '../read-document.js';
import { enrolmentId, type Enrolment, type Revocation } from './enrolment-document.js';

export interface RevokeOptions {
  /** logged in as a server admin of any CouchDB 3.x */
  nano: ServerScope;
  box: BoxId;
  /** the CouchDB admin who does it */
  by?: string;
  /** shown at the box */
  reason: string;
  /** that nobody will know */
  password: string;
  /** UTC */
  at: string;
}

/**
 * Ends a box's access at once; what the centre has of it stays. The gateway tells the box why. Run again it keeps
 * a further reason beside the first. Throws `bad-input` (no reason), `not-found`, `centre-unreachable`, `centre-refused`.
 */
export async function revokeBox(options: RevokeOptions): Promise<{ box: BoxId } & Revocation> {
  const { nano, box, password, at, by } = options;
  const reason = options.reason.trim();
  if (reason === '') {
    throw new FacilityError('bad-input', '--reason is empty', {
      fields: [{ field: 'reason', code: 'required' }],
      hint: 'hints.revokeReason',
    });
  }
  try {
    if (!(await readDocument(nano, '_users', userId(box)))) {
      throw new FacilityError('not-found', `There is no box ${box} at this centre.`, {
        hint: 'hints.codeRight',
      });
    }
    // The access first: whatever breaks off after this, it has ended.
    await putUser(nano, { name: box, roles: [], password });
    const id = enrolmentId(box);
    const standing = await readDocument<Enrolment>(nano, BOXES_DATABASE, id);
    const { sealed: _, ...kept } = standing ?? { type: 'enrolment', v: 1, box, at };
    const revoked = withReason(standing?.revoked, { at, reason, ...(by === undefined ? {} : { by }) });
    await nano.use<Enrolment>(BOXES_DATABASE).insert({ ...(kept as Enrolment), revoked }, id);
    return { box, ...revoked };
  } catch (error) {
    throw centreRefusal(error);
  }
}

/** A box that was told no reason is told the next one. */
function withReason(
  first: Revocation | undefined,
  next: { at: string; reason: string; by?: string },
): Revocation {
  if (!first || first.reason === '') return { ...next, ...(first && { at: first.at }) };
  const later = first.later ?? [];
  return (later.at(-1) ?? first).reason === next.reason ? first : { ...first, later: [...later, next] };
}
