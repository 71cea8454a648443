import { facilityDatabase, inboxDatabase, papersDatabase, type BoxId } from '../records/ids.js';
import { DUPLICATES_DESIGNS } from './duplicates/duplicates-design.js';
import type { Design } from './ensure/ensure-design.js';
import type { Members } from './ensure/ensure-security.js';
import { isPrivate } from '../records/tenancy.js';
import { HISTORY_DESIGN, LEDGER_HISTORY, PATIENTS_HISTORY } from './history/history-design.js';
import { LEDGER_SUM_DESIGN } from '../sync/ledger-sum.js';
import { LEDGER_SUM_MAP } from './ledger-sum-view.js';
import { ALERTS_DESIGNS } from './monitor/alerts-design.js';
import { PERSONS_DESIGNS } from './router/persons-design.js';
import { KINDS_DESIGNS } from './summaries/kinds-design.js';
import { PAIRS_DESIGNS } from './summaries/pairs-design.js';
import { PLACES_DESIGNS } from './summaries/places-design.js';
import { REPORTED_DESIGNS } from './summaries/reported-design.js';
import { LEDGER_STOCK, STOCK_DESIGN } from './stock/stock-design.js';
import { SUMMARIES_DESIGNS } from './summaries/summaries-design.js';
import { VILLAGES_DESIGNS } from './summaries/villages-design.js';
import { CENTRE_ONLY_VALIDATION, ledgerValidation } from './validation.js';

/** A database as it is meant to stand. */
export interface DatabasePlan {
  name: string;
  /** shards; thousands of databases of one facility each need few, one that holds a whole state needs more */
  q: number;
  members: Members;
  designs: Record<string, Design>;
}

/** What comes down to every box: directory, modules, drug list, keys. */
export const SHARED_DATABASE = 'shared';
/** One document a facility and day: sums of daily summaries. */
export const SUMMARIES_DATABASE = 'summaries';
/** The common index, proposals and decisions. */
export const PATIENTS_DATABASE = 'patients';
/** Their status, alerts and enrolments. */
export const BOXES_DATABASE = 'boxes';

/** The role of the gateway's, the router's and the web's users, who write what comes down to the boxes. */
export const CENTRE_ROLE = 'centre';
export const BOX_ROLE = 'box';
/**
 * Whoever carries things in and out of a private hospital's databases, as far as `records/tenancy.ts` lets them: the
 * router, and the gateway for a history that the patient shares. The role `centre` alone opens none of these.
 */
export const CARRIER_ROLE = 'carrier';

/** Each of the centre's own programs has a user of its own, never the server admin's. The pages carry nothing. */
export const CENTRE_USERS: Record<string, string[]> = {
  'nadi-gateway': [CENTRE_ROLE, CARRIER_ROLE],
  'nadi-router': [CENTRE_ROLE, CARRIER_ROLE],
  'nadi-web': [CENTRE_ROLE],
};

/** CouchDB's own, which one that was never set up lacks; the last one feeds `_db_updates`. */
export const SYSTEM_DATABASES = ['_users', '_replicator', '_global_changes'] as const;

const ONLY_CENTRE: Record<string, Design> = {
  'centre-only': { language: 'javascript', validate_doc_update: CENTRE_ONLY_VALIDATION },
};

/** One that only the centre's programs write, and only they read unless other roles are named. */
function centreDatabase(
  name: string,
  q: number,
  roles: string[] = [CENTRE_ROLE],
  designs: Record<string, Design> = {},
): DatabasePlan {
  return { name, q, members: { names: [], roles }, designs: { ...ONLY_CENTRE, ...designs } };
}

/** Facilities by area; `?startkey=["10","208"]&endkey=["10","208",{}]` is a district's. */
const DIRECTORY_DESIGN: Design = {
  language: 'javascript',
  views: {
    areas: {
      map: `function (doc) {
  if (doc.type === 'facility') {
    emit([doc.state, doc.district, doc.block || '', doc.code], { kind: doc.kind, ownership: doc.ownership, status: doc.status });
  }
}`,
      reduce: '_count',
    },
  },
};

export const SHARED_PLAN = centreDatabase(SHARED_DATABASE, 2, [BOX_ROLE, CENTRE_ROLE], {
  directory: DIRECTORY_DESIGN,
});

export const SUMMARIES_PLAN = centreDatabase(SUMMARIES_DATABASE, 8, [CENTRE_ROLE], {
  ...SUMMARIES_DESIGNS,
  ...REPORTED_DESIGNS,
  ...PLACES_DESIGNS,
  ...KINDS_DESIGNS,
  ...VILLAGES_DESIGNS,
  ...PAIRS_DESIGNS,
});

/** The master index. */
export const PATIENTS_PLAN = centreDatabase(PATIENTS_DATABASE, 8, [CENTRE_ROLE], {
  ...DUPLICATES_DESIGNS,
  ...PERSONS_DESIGNS,
  [HISTORY_DESIGN]: PATIENTS_HISTORY,
});

export const BOXES_PLAN = centreDatabase(BOXES_DATABASE, 2, [CENTRE_ROLE], ALERTS_DESIGNS);

/** What the centre has once, whichever facilities it serves, as this version of Nadi needs it. */
export const CENTRE_DATABASES: readonly DatabasePlan[] = [
  SHARED_PLAN,
  SUMMARIES_PLAN,
  PATIENTS_PLAN,
  BOXES_PLAN,
  centreDatabase('citizens', 8),
];

/** Who beside its box is let into a facility's databases. */
export function facilityRoles(facility: Parameters<typeof isPrivate>[0]): string[] {
  return isPrivate(facility) ? [CARRIER_ROLE] : [CENTRE_ROLE];
}

/** What one box has at the centre. `names`: the box, and those that took over from it. */
export function facilityPlans(box: BoxId, names: BoxId[], roles: string[]): DatabasePlan[] {
  const members = { names, roles };
  return [
    {
      name: facilityDatabase(box),
      q: 2,
      members,
      designs: {
        ledger: { language: 'javascript', validate_doc_update: ledgerValidation(box) },
        [LEDGER_SUM_DESIGN]: {
          language: 'javascript',
          views: { days: { map: LEDGER_SUM_MAP, reduce: '_sum' } },
        },
        [HISTORY_DESIGN]: LEDGER_HISTORY,
        [STOCK_DESIGN]: LEDGER_STOCK,
      },
    },
    { name: papersDatabase(box), q: 2, members, designs: {} },
    { name: inboxDatabase(box), q: 1, members, designs: ONLY_CENTRE },
  ];
}
