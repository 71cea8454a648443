import t from 'tap';
import { proposalId, type Proposal } from '../central/duplicates/proposal.js';
import type { PairPerson } from '../central/duplicates/read-pair-people.js';
import { pairView } from '../central/web/duplicates/pair-view.js';
import { NameShares } from '../records/duplicates/name-shares.js';
import { patientId } from '../records/ids.js';
import { openLocale, type Language } from '../templates/locale.js';
import { duplicateLines } from './duplicate-lines.js';

const [a, b] = [patientId('BR1042', 12), patientId('BR0977', 7)];

function person(id: string, more: object): PairPerson {
  const fields = { type: 'patient', id, box: id.slice(8, 14), home: null, facilities: [], name: 'सुनीता देवी' };
  return { ...fields, sex: 'female', ...more } as unknown as PairPerson;
}

t.test('a proposal is told in the words of the centre’s page, for and against, and in no percentage', (t) => {
  const locale = openLocale();
  const shares = NameShares.of(1_000, []);
  const proposal = { _id: proposalId(a, b), a, b, probability: 0.93, why: ['mobile'] } as unknown as Proposal;
  const lines = (language: Language, more: object = {}): string => {
    const say = locale.in(language);
    const pair: [PairPerson, PairPerson] = [
      person(a, { birthDate: '1988', mobile: '9812343210' }),
      person(b, { birthDate: '1971', mobile: '9812343210' }),
    ];
    const view = pairView(pair, { t: say, language, year: 2026, shares });
    return duplicateLines([{ proposal: { ...proposal, ...more }, view }], { say, language }).join('\n');
  };
  const english = lines('en');
  t.match(english, /^One person or two.*\n {2}BR1042-000012-. {2}सुनीता देवी · Female · 1988 · 9812343210\n/);
  t.match(english, /\n {4}Name: agrees [(]speaks strongly for one person/);
  t.match(english, /\n {4}Born: 17 years apart.* [(]speaks strongly against/);
  t.match(lines('hi'), /मोबाइल: मिलता है [(]/);
  for (const language of ['hi', 'en'] as const) t.notMatch(lines(language), '%');
  const reported = { by: 'asha', box: 'BR1042', at: '2026-11-20T05:00:00.000Z' };
  t.match(
    lines('en', { reported }),
    /^Reported by asha, BR1042, 20 Nov 2026/,
    'who had the person before them',
  );
  const say = locale.in('en');
  const gone = duplicateLines([{ proposal, view: null }], { say, language: 'en' });
  t.match(gone.join('\n'), 'not in the index any more');
  t.same(duplicateLines([], { say, language: 'en' }), ['No proposal is open.']);
  t.end();
});
