import t from 'tap';
import { inboxDatabase, patientId, patientPartId } from '../../../records/ids.js';
import type { LedgerRecord } from '../../../records/ledger-record.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import type { FetchMark } from '../../history/fetch-mark.js';
import { makeDirectory } from '../directory.js';
import { routeHistoryWord } from './history-word.js';

const SITA = patientId('BR1042', 1);
const ENVELOPE = { n: 7, at: '2026-11-22T05:00:00.000Z', by: 'asha', v: 1 };
const NO: LedgerRecord = {
  ...{ ...ENVELOPE, _id: patientPartId(SITA, 'BR1042', 7), type: 'consent', purpose: 'history' },
  ...{ given: false, mode: 'spoken' },
};
const CLOSED: LedgerRecord = {
  ...{ ...ENVELOPE, _id: patientPartId(SITA, 'BR2001', 8), type: 'restriction', category: 'mental-health' },
};
const mark = (box: string, from: string[]): FetchMark => ({
  ...{ type: 'history-fetched', v: 1, patient: SITA, box, at: ENVELOPE.at, from },
});
const HOSPITAL = { code: 'BR2001', ownership: 'private' } as ListedFacility;
const directory = makeDirectory(new Map([['BR2001', HOSPITAL]]));

void t.test('each box that fetched is told, but the one that it was said at', (t) => {
  const marks = ['BR0977', 'BR1042', 'BR1042b', 'BR0978'].map((box) => mark(box, ['BR1042']));
  const copies = routeHistoryWord(NO, marks, { box: 'BR1042', directory });
  t.same(
    copies.map(({ database }) => database),
    ['BR0977', 'BR0978'].map((box) => inboxDatabase(box)),
  );
  t.match(copies[0]?.body, { type: 'history-word', patient: SITA, said: 'withdrawn', at: ENVELOPE.at });
  t.same(routeHistoryWord(NO, [], { box: 'BR1042', directory }), []);
  t.end();
});

void t.test('that a private house restricted something hear those whom it gave its records', (t) => {
  const marks = [mark('BR0977', ['BR1042']), mark('BR0978', ['BR1042', 'BR2001'])];
  const copies = routeHistoryWord(CLOSED, marks, { box: 'BR2001', directory });
  t.same(
    copies.map(({ database }) => database),
    [inboxDatabase('BR0978')],
  );
  t.notMatch(JSON.stringify(copies), 'mental');
  t.equal(routeHistoryWord(CLOSED, marks, { box: 'BR1043', directory }).length, 2, 'of the state’s all');
  t.end();
});
