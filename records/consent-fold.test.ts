import t from 'tap';
import type { ConsentRecord } from './box.js';
import { foldConsents, hasConsent } from './consent-fold.js';
import { patientId } from './ids.js';

const SITA = patientId('BR1042', 1);
const TODAY = '20261121';

function consent(n: number, fields: Partial<ConsentRecord> = {}): ConsentRecord {
  const at = new Date(Date.UTC(2026, 10, 20, 4, n)).toISOString();
  const given = { purpose: 'share', given: true, mode: 'thumb' } as const;
  return { _id: `${SITA}:BR1042:${n}`, type: 'consent', n, at, by: 'asha', v: 1, ...given, ...fields };
}

t.test('a consent counts until its last day, until it is revoked or until the patient says no', (t) => {
  const says = (...records: ConsentRecord[]) => hasConsent(foldConsents(records, TODAY), 'share');
  t.notOk(says());
  t.ok(says(consent(1)));
  t.ok(says(consent(1, { until: '2026-11-21' })), 'on its last day');
  t.notOk(says(consent(1, { until: '2026-11-20' })));
  t.notOk(says(consent(2, { revokes: `${SITA}:BR1042:1`, given: false }), consent(1)), 'in any order');
  t.notOk(says(consent(1), consent(2, { given: false })));
  t.ok(says(consent(1, { given: false }), consent(2)));
  t.notOk(says(consent(1, { purpose: 'research' })), 'another purpose is another consent');
  t.end();
});

t.test('what was revoked stays readable', (t) => {
  const revoking = consent(2, { revokes: `${SITA}:BR1042:1`, given: false });
  t.match(foldConsents([consent(1), revoking], TODAY), [
    { state: 'revoked', revokedAt: revoking.at, consent: { n: 1 } },
  ]);
  t.end();
});
