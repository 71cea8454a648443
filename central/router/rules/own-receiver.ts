import { boxOf, firstBox } from '../../../records/ids.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import type { RuleContext } from '../rule.js';

/** Whom a house's own referral was sent to; null where it wrote none of that id: only who wrote it has more to tell. */
export function ownReceiver(
  { referral, to }: { referral: string; to: string },
  { box, directory }: RuleContext,
): ListedFacility | null {
  const receiver = directory.find(to);
  const isOwn = firstBox(boxOf(referral) ?? '') === firstBox(box);
  return receiver && isOwn && receiver.code !== firstBox(box) ? receiver : null;
}
