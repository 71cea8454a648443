import t from 'tap';
import { patientId, patientPartId } from '../../../records/ids.js';
import type { LedgerRecord } from '../../../records/ledger-record.js';
import type { Copy } from '../copy.js';
import { PersonLinks } from '../../../records/person-links.js';
import { routeClosedPatient, routeEndedShares, routePatient, routeSharedPatient } from './patient.js';

const HOSPITAL = 'BR2001';
const SITA = patientId(HOSPITAL, 1);
const ENVELOPE = { at: '2026-11-20T05:00:00.000Z', by: 'asha', v: 1 };
const REGISTERED = {
  ...{ ...ENVELOPE, _id: SITA, n: 1, type: 'patient' as const },
  ...{ name: 'सीता देवी', sex: 'female' as const },
};
const SHARED: LedgerRecord = {
  ...{ ...ENVELOPE, _id: patientPartId(SITA, HOSPITAL, 2), n: 2, type: 'consent', purpose: 'share' },
  ...{ given: true, mode: 'thumb', until: '2026-11-30' },
};
const FORGOTTEN = { type: 'patient', box: HOSPITAL, keys: [], facilities: [], said: {} };

const sharedOn = (today: string): Copy =>
  routeSharedPatient(SITA, [REGISTERED, SHARED], { box: HOSPITAL, today, links: new PersonLinks() })[0]!;
const after = ({ merge }: Copy, standing: object): object => ({
  ...merge?.({ _id: SITA, ...standing }),
  _id: undefined,
});

void t.test('what a consent shares stands until its last day, whichever word comes last', (t) => {
  const { body } = sharedOn('20261130');
  t.match(body, { name: 'सीता देवी', facilities: [HOSPITAL] });
  t.match(sharedOn('20261201').body, FORGOTTEN);
  const ended = routeEndedShares(SITA, '20261201');
  t.equal(ended.body, null, 'nobody is made known by it');
  t.match(after(ended, body!), FORGOTTEN);
  t.notOk('name' in after(ended, body!));
  t.match(after(routeEndedShares(SITA, '20261130'), body!), { name: 'सीता देवी' });
  t.match(after(sharedOn('20261201'), after(ended, body!)), FORGOTTEN);
  t.end();
});

void t.test('a house that has become private is forgotten, and nobody else', (t) => {
  const context = { box: HOSPITAL, directory: { find: () => null }, checks: [] };
  const [known] = routePatient(REGISTERED, context);
  const elsewhere = routePatient(
    {
      ...{ ...ENVELOPE, _id: patientPartId(SITA, 'BR1042', 5), n: 5, type: 'patient-amendment' },
      ...{ set: { village: 'Rampur' } },
    },
    { ...context, box: 'BR1042' },
  )[0]!;
  const both = after(elsewhere, known!.body!);
  const closed = after(routeClosedPatient(SITA, HOSPITAL), both);
  t.match(closed, { village: 'Rampur', facilities: ['BR1042'] });
  t.notOk('name' in closed);
  t.match(after(routeClosedPatient(SITA, HOSPITAL), closed), closed);
  t.end();
});
