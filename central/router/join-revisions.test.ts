import t from 'tap';
import { joinRevisions } from './join-revisions.js';

/** Without the revision, which CouchDB gives anew. */
function joined(one: object, other: object): object {
  const { _rev, ...whole } = joinRevisions(
    { _id: 'x', _rev: '2-a', ...one },
    { _id: 'x', _rev: '2-b', ...other },
  );
  return whole;
}

const LINK = { type: 'link', decision: 'same', by: 'anita', at: '2026-11-22T04:30:00.000Z' };
const CASES: [title: string, one: object, other: object, both: object][] = [
  [
    'of a decision the later word counts, be it that it was taken back',
    LINK,
    { ...LINK, undone: { by: 'ravi', at: '2026-11-22T05:30:00.000Z' } },
    { undone: { by: 'ravi' } },
  ],
  [
    'of a day that was summed up twice the later serial',
    { type: 'summary', from: 'summary:BR1042:20261121:1', figures: { opd: 1 } },
    { type: 'summary', from: 'summary:BR1042:20261121:2', figures: { opd: 2 } },
    { figures: { opd: 2 } },
  ],
  [
    'of a box what was heard last, and the highest number',
    { type: 'box', lastContact: '2026-11-22T04:30:00.000Z', confirmedN: 7, version: '1' },
    { type: 'box', lastContact: '2026-11-22T04:31:00.000Z', confirmedN: 5, version: '2' },
    { version: '2', confirmedN: 7 },
  ],
  [
    'of a box’s day the hours of both',
    { type: 'box-day', samples: { '09': { at: 'a' } } },
    { type: 'box-day', samples: { '10': { at: 'b' } } },
    { samples: { '09': { at: 'a' }, '10': { at: 'b' } } },
  ],
  [
    'of an alert that lasts the records of both',
    { type: 'alert', since: 'a', records: [{ id: '1', why: [] }] },
    { type: 'alert', since: 'a', records: [{ id: '2', why: [] }], acknowledged: { by: 'asha' } },
    { acknowledged: { by: 'asha' } },
  ],
  [
    'of an alert that began again the later beginning',
    { type: 'alert', since: 'a', ended: 'b' },
    { type: 'alert', since: 'c' },
    { since: 'c', ended: undefined },
  ],
  [
    'of two who may be one what somebody decided and reported',
    { type: 'duplicate', probability: 0.9, decided: true },
    { type: 'duplicate', probability: 0, reported: { by: 'asha' } },
    { decided: true, reported: { by: 'asha' } },
  ],
];

for (const [title, one, other, both] of CASES) {
  t.test(title, (t) => {
    t.match(joined(one, other), both);
    t.match(joined(other, one), both, 'whichever comes first');
    t.end();
  });
}

t.test('both name the records of an alert once', (t) => {
  const alert = { type: 'alert', since: 'a', records: [{ id: '1', why: [] }] };
  const whole = joined(alert, {
    ...alert,
    records: [
      { id: '1', why: [] },
      { id: '2', why: [] },
    ],
  });
  t.same((whole as typeof alert).records.map(({ id }) => id).sort(), ['1', '2']);
  t.end();
});

t.test('a private hospital’s word of a patient stands only where both say that it is shared', (t) => {
  const home = 'patient:BR1042-000001-X';
  const entry = { type: 'patient', box: 'BR1042', keys: [], facilities: ['BR1042'], said: {} };
  const by = `2026-11-22T04:30:00.000Z ${home}:BR2001:1`;
  const told = {
    ...entry,
    ...{ mobile: '9876543210', facilities: ['BR1042', 'BR2001'], said: { mobile: by } },
    shared: { BR2001: { consent: 'consent:1' } },
  };
  for (const [one, other] of [
    [entry, told],
    [told, entry],
  ] as const) {
    const whole = joined(one, other);
    t.match(whole, { facilities: ['BR1042'] });
    t.notMatch(JSON.stringify(whole), /9876543210|BR2001/);
  }
  t.match(joined(told, told), { mobile: '9876543210', shared: { BR2001: { consent: 'consent:1' } } });
  t.end();
});

t.test('what nobody writes twice stays as CouchDB chose it', (t) => {
  t.match(joined({ type: 'look', by: 'a' }, { type: 'look', by: 'b' }), { by: 'a' });
  t.end();
});
