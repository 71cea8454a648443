import { patientOf } from '../../../records/ids.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import { PATIENTS_DATABASE } from '../../centre-databases.js';
import { proposalId, type Proposal } from '../../duplicates/proposal.js';
import type { Rule } from '../rule.js';

/** What a facility reports stands before the registry as a proposal, beside what the centre thinks of the two itself. */
export const routeSamePerson: Rule<RecordOf<'same-person'>> = ({ _id, other, at, by, note }, { box }) => {
  const [a = '', b = ''] = [patientOf(_id), other].sort();
  if (a === b) return [];
  const reported: Proposal['reported'] = { by, box, at, ...(note !== undefined && { note }) };
  const proposal: Omit<Proposal, '_id'> = { type: 'duplicate', a, b, probability: 0, why: [], at, reported };
  return [
    {
      database: PATIENTS_DATABASE,
      id: proposalId(a, b),
      body: { ...proposal },
      // The first report stays; what was withdrawn is asked again.
      merge: ({ withdrawn: _withdrawn, ...standing }) =>
        standing['reported'] === undefined ? { ...standing, reported } : null,
    },
  ];
};
