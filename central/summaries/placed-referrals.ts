import type { ReceivedCount, ReferralCounts, SentCount } from '../../records/summary.js';
import { areaPath } from '../area.js';
import type { Directory } from '../router/directory.js';

/** As `10/203`: where the other end lay when it was told; absent where the directory did not know it. */
interface Placed {
  district?: string;
}

/** Each pair with the district of its other end, so that a state's pages ask for districts and not for facilities. */
export interface PlacedReferrals {
  out: (SentCount & Placed)[];
  in: (ReceivedCount & Placed)[];
}

export function placeReferrals(directory: Directory, referrals: ReferralCounts): PlacedReferrals {
  const placeOf = (code: string): Placed => {
    const facility = directory.find(code);
    return facility ? { district: areaPath({ state: facility.state, district: facility.district }) } : {};
  };
  return {
    out: referrals.out.map((sent) => ({ ...sent, ...placeOf(sent.to) })),
    in: referrals.in.map((received) => ({ ...received, ...placeOf(received.from) })),
  };
}
