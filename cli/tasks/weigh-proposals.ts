import { openProposals } from '../../central/duplicates/decide-duplicate.js';
import type { Proposal } from '../../central/duplicates/proposal.js';
import { readPairPeople, type PairPerson } from '../../central/duplicates/read-pair-people.js';
import { readShares } from '../../central/duplicates/read-shares.js';
import type { RouterCouch } from '../../central/router/router-couch.js';
import { demographicsOf, pairView } from '../../central/web/duplicates/pair-view.js';
import { comparedPerson } from '../../records/duplicates/compared-person.js';
import type { Language, Translate } from '../../templates/locale.js';

export interface WeighedProposal {
  proposal: Proposal;
  /** null where one of the two may not be shown any more */
  view: ReturnType<typeof pairView> | null;
}

/** Open proposals, the surest first, each weighed in the words of the centre's page. */
export async function weighProposals(
  couch: RouterCouch,
  { limit, now, language, t }: { limit: number; now: number; language: Language; t: Translate },
): Promise<WeighedProposal[]> {
  const proposals = await openProposals(couch, limit);
  const ids = proposals.flatMap(({ a, b }) => [a, b]);
  const people = await readPairPeople(couch, ids, now);
  const compared = [...people.values()].map((person) => comparedPerson(demographicsOf(person)));
  const shares = await readShares(couch, compared);
  const year = new Date(now).getUTCFullYear();
  return proposals.map((proposal) => {
    const pair = [people.get(proposal.a), people.get(proposal.b)];
    const view = isWhole(pair) ? pairView(pair, { t, language, year, shares }) : null;
    return { proposal, view };
  });
}

function isWhole(pair: (PairPerson | undefined)[]): pair is [PairPerson, PairPerson] {
  return pair.every((person) => person !== undefined);
}
