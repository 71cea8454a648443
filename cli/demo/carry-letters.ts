import { routeReferralCancel } from '../../central/router/rules/referral-cancel.js';
import { routeReferralReply } from '../../central/router/rules/referral-reply.js';
import { routeReferral } from '../../central/router/rules/referral.js';
import type { RuleContext } from '../../central/router/rule.js';
import { firstBox, inboxDatabase, type BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { ListedFacility } from '../../records/listed-facility.js';
import type { DemoFacility } from './demo-facilities.js';

/** Below any that the centre makes: its own document takes the place of this one when it comes. */
const EARLIEST_REVISION = `1-${'0'.repeat(32)}`;

/** A house between two of the demo's days. */
export interface LetterBox {
  plan: DemoFacility;
  /** what it wrote about referrals since it was last asked */
  letters(): Promise<LedgerRecord[]>;
  takeIn(documents: object[]): Promise<void>;
}

/**
 * Puts what each house wrote about referrals into the inbox of the other, as router and line do: each sums its days up
 * with the other's answers.
 */
export async function carryLetters(houses: readonly LetterBox[]): Promise<void> {
  const listed = new Map(houses.map(({ plan }) => [plan.box, listedOf(plan)]));
  const directory = { find: (code: string): ListedFacility | null => listed.get(firstBox(code)) ?? null };
  const written = await Promise.all(houses.map((house) => house.letters()));
  const copies = written.flatMap((records, index) => {
    const box: BoxId = houses[index]?.plan.box ?? '';
    return records.flatMap((record) => route(record, { box, directory, checks: [] }));
  });
  for (const house of houses) {
    const inbox = inboxDatabase(house.plan.box);
    const mine = copies.filter(({ database }) => database === inbox);
    await house.takeIn(mine.map(({ id, body }) => ({ ...body, _id: id, _rev: EARLIEST_REVISION })));
  }
}

function route(record: LedgerRecord, context: RuleContext) {
  if (record.type === 'referral') return routeReferral(record, context);
  if (record.type === 'referral-cancel') return routeReferralCancel(record, context);
  return record.type === 'referral-reply' ? routeReferralReply(record, context) : [];
}

/** As much of the directory as the rules read; the demo's two houses lie in one block. */
function listedOf({ box, name }: DemoFacility): ListedFacility {
  return { code: box, name, state: '10', district: '10' };
}
