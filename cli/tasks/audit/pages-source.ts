import type { LedgerReport } from '../../../records/ledger-finding.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { Job } from '../../../records/progress.js';
import type { AuditSource } from './audit-source.js';
import type { PagesClient } from '../../pages-client.js';
import { officerAtPages, boxesOf, type OfficerBox, type PagesOrder } from '../officer-at-pages.js';

/** What the centre has of a box, checked by the centre's pages for an officer of its area. */
export function pagesSource(order: PagesOrder): AuditSource {
  return { verify: () => verifyOne(order) };
}

async function* verifyOne(order: PagesOrder): Job<LedgerReport> {
  const client = await officerAtPages(order);
  const [{ box }] = await boxesOf(client, order);
  return yield* checkAtPages(client, order, box);
}

/** A box that the pages have just named, and do not know when its records are asked for: this officer may not check them. */
async function* checkAtPages(client: PagesClient, { user = '' }: PagesOrder, box: string): Job<LedgerReport> {
  try {
    return yield* client.follow<LedgerReport>(`/boxes/${box}/records/lines`);
  } catch (error) {
    if (!(error instanceof FacilityError && error.code === 'not-found')) throw error;
    throw new FacilityError('not-allowed', `${user} may see how ${box} does, and not check its records`, {
      hint: 'hints.officerOfArea',
    });
  }
}

/** How the check of one box of an area ended. */
export interface BoxVerdict extends Pick<OfficerBox, 'box' | 'name'> {
  report?: LedgerReport;
  error?: FacilityError;
}

/** All boxes of an area, one after the other; one that cannot be checked keeps none from it. */
export async function* verifyArea(order: PagesOrder): Job<BoxVerdict[]> {
  const client = await officerAtPages(order);
  const boxes = await boxesOf(client, order);
  const verdicts: BoxVerdict[] = [];
  for (const { box, name } of boxes) {
    yield { step: 'audit.boxes', done: verdicts.length, total: boxes.length, unit: 'facilities' };
    try {
      const report = yield* checkAtPages(client, order, box);
      verdicts.push({ box, name, report });
    } catch (error) {
      if (!(error instanceof FacilityError)) throw error;
      verdicts.push({ box, name, error });
    }
  }
  return verdicts;
}
