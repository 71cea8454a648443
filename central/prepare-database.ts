import type { DatabasePlan } from './centre-databases.js';
import type { CentreWork, Prepared } from './ensure/centre-work.js';
import { ensureDatabase } from './ensure/ensure-database.js';
import { ensureDesign } from './ensure/ensure-design.js';
import { ensureSecurity } from './ensure/ensure-security.js';

/** Makes a database what its plan says. */
export async function prepareDatabase(work: CentreWork, plan: DatabasePlan): Promise<Prepared[]> {
  const { name, q, members, designs } = plan;
  const outcome = await ensureDatabase(work, name, q);
  const designed: Prepared[] = [];
  // The validation before anybody is let in.
  for (const [design, body] of Object.entries(designs)) {
    designed.push({
      what: `${name}/_design/${design}`,
      outcome: await ensureDesign(work, name, design, body),
    });
  }
  const secures = await ensureSecurity(work, name, members);
  return [
    { what: name, outcome },
    ...designed,
    // A database is never without `_security`: CouchDB's own opens it to server admins.
    { what: `${name}/_security`, outcome: secures === 'updated' && outcome === 'made' ? 'made' : secures },
  ];
}
