import type { AuditEntry } from '../../records/audit-entry.js';
import type { Words } from '../../records/envelope.js';
import type { ElsewhereLook } from '../access/looks-elsewhere.js';

/** A line of the trail; of a look at another facility, or by the centre's registry, whose ledger holds it and who it was there. */
export interface TrailEntry extends AuditEntry {
  elsewhere?: { box: ElsewhereLook['box']; facility?: Words } & Pick<ElsewhereLook, 'as'>;
}

/** A look that the router brought, as a line of the trail of this box. */
export function elsewhereEntry(one: ElsewhereLook, facility: Words | undefined): TrailEntry {
  const { _id, at, by, action, route, reason, patients, box, as } = one;
  const id = _id.slice(_id.indexOf(':') + 1);
  return {
    ...{
      n: Number(id.slice(id.lastIndexOf(':') + 1)) || 0,
      at,
      by,
      type: 'access',
      id,
      action,
      patients,
      route,
    },
    ...(reason === undefined ? {} : { reason }),
    elsewhere: {
      box,
      ...(facility === undefined ? {} : { facility }),
      ...(as === undefined ? {} : { as }),
    },
  };
}
