import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { AccessRecord, ConsentRecord } from '../../records/box.js';
import { firstRevision } from '../../records/first-revision.js';
import {
  facilityDatabase,
  inboxDatabase,
  patientId,
  patientPartId,
  visitId,
  type BoxId,
  type PatientId,
} from '../../records/ids.js';
import type { BundledRecord } from '../../sync/bundle.js';
import { askHistory, type ReceivedHistory } from '../../sync/history/ask-history.js';
import { GatewayLine } from '../../sync/exchange/gateway-line.js';
import * as asks from '../../tests/history-ask.js';
import { removeDatabases } from '../../tests/remove-databases.js';
import { openRouterCentre, type RouterCentre } from '../../tests/router-centre.js';
import { fetchMarkPrefix } from './fetch-mark.js';
import { RECORDS_OF_PATIENT } from './history-design.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { Router } from '../router/router.js';
import { RouterCouch } from '../router/router-couch.js';
import type { GatewayEntry } from '../gateway/gateway.js';

const NOW = '2026-11-22T05:00:00.000Z';
const PASSWORD = 'one';

interface Place {
  centre: RouterCentre;
  /** has the patients */
  home: BoxId;
  /** asks */
  away: BoxId;
  third: BoxId;
  gateway: RunningGateway;
  entries: GatewayEntry[];
  sita: PatientId;
  ask: (
    patient: PatientId,
    records: object[],
    as?: { user: string; password: string },
  ) => Promise<ReceivedHistory>;
}

const lookOf = (box: BoxId, patient: PatientId, more: Partial<AccessRecord> = {}): AccessRecord =>
  asks.lookOf(box, patient, NOW, more);
const consentOf = (box: BoxId, patient: PatientId): ConsentRecord => asks.consentOf(box, patient, NOW);
const withConsent = (box: BoxId, patient: PatientId, more: Partial<ConsentRecord> = {}): object[] =>
  asks.withConsent(box, patient, NOW, { until: '2026-12-22', ...more });

function visitOf(box: BoxId, patient: PatientId, day: string, text: string): object[] {
  const id = visitId(box, day, 1);
  const at = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T05:00:00.000Z`;
  return [
    { _id: id, at, type: 'visit', patient, kind: 'new', station: 'doctor' },
    { _id: `${id}:move:1`, at, type: 'move', patient, action: 'call', station: 'doctor' },
    {
      ...{ _id: `${id}:diagnosis:1`, at, type: 'diagnosis', patient, certainty: 'confirmed' },
      text: { hi: text, en: text },
    },
  ];
}

async function setOut(t: Test): Promise<Place> {
  const centre = await openRouterCentre(t, 3);
  const [home = '', away = '', third = ''] = centre.boxes;
  for (const box of centre.boxes) await centre.list(box);
  const folder = await mkdtemp(join(tmpdir(), 'nadi-history-'));
  const { origin, pathname, username, password } = new URL(centre.url);
  const entries: GatewayEntry[] = [];
  const gateway = await startGateway({
    ...{ port: 0, host: '127.0.0.1', spoolFolder: folder },
    couchUrl: origin + pathname.replace(/\/$/, ''),
    account: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
    now: () => NOW,
    log: (entry) => entries.push(entry),
  });
  t.teardown(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const sita = patientId(home, 1);
  await centre.write(home, [
    { _id: sita, type: 'patient', name: 'सीता देवी', sex: 'female', birthDate: '1988' },
    { _id: patientPartId(sita, home, 2), type: 'allergy', substance: 'पेनिसिलिन' },
    ...visitOf(home, sita, '20260301', 'मलेरिया'),
    ...visitOf(home, sita, '20261001', 'मधुमेह'),
  ]);
  return {
    ...{ centre, home, away, third, gateway, entries, sita },
    ask: async (patient, records, as = { user: away, password: PASSWORD }) => {
      const line = new GatewayLine({ url: gateway.url, ...as });
      try {
        const bundled = records.map(
          (record) => ({ ...record, _rev: firstRevision(record) }) as BundledRecord,
        );
        return await askHistory({
          ...{ line, box: as.user, patient, records: bundled },
          signal: AbortSignal.timeout(30_000),
        });
      } finally {
        line.close();
      }
    },
  };
}

async function carry({ centre }: Place): Promise<void> {
  const router = new Router({
    couch: new RouterCouch(centre.url),
    share: { worker: 1, of: 1 },
    ...{ checks: [], now: () => Date.parse(NOW), log: () => undefined },
  });
  await router.round();
}

const diagnoses = ({ records }: ReceivedHistory): string[] =>
  records.flatMap((record) => (record.type === 'diagnosis' ? [record.text.en] : []));

void t.test(
  'with consent a box gets what the patient’s home wrote, and the look stands at the centre',
  async (t) => {
    const place = await setOut(t);
    const { ask, sita, away, home, centre } = place;
    const records = withConsent(away, sita);
    const answer = await ask(sita, records);
    t.match(answer.head, {
      patients: [sita],
      holders: [{ code: home, state: 'given', name: { en: `PHC ${home}` } }],
      leftOut: false,
      from: null,
    });
    t.same(diagnoses(answer).sort(), ['मधुमेह', 'मलेरिया']);
    t.ok(answer.records.some(({ type }) => type === 'allergy'));
    t.notOk(
      answer.records.some(({ type }) => type === 'move'),
      'how she went through the queue is nobody’s business',
    );
    const written = await centre.read(facilityDatabase(away));
    t.match(
      records.map((record) => (record as { _id: string })._id in written),
      [true, true],
    );
    t.match(place.entries.at(-1), { box: away, code: 'history: given', records: 6 });
    const mark = (await centre.read(inboxDatabase(home)))[fetchMarkPrefix(sita) + away];
    t.match(mark, { type: 'history-fetched', box: away, from: [home] }, 'before any router runs');

    t.test('and the router tells her home who looked, as whom', async (t) => {
      await carry(place);
      const inbox = await centre.read(inboxDatabase(home));
      const [look] = Object.values(inbox).filter((one) => 'look' in one);
      t.match(look, {
        type: 'look-elsewhere',
        box: away,
        patients: [sita],
        as: { role: 'doctor', name: { en: 'Dr Rao' } },
      });
    });
  },
);

void t.test('without a look of its own, a consent or a reason a box gets nothing', async (t) => {
  const { ask, sita, away, third, centre, gateway } = await setOut(t);
  const other = patientId(third, 9);
  const refused = { code: 'not-allowed', params: { why: 'no-grounds' } };
  await t.rejects(ask(sita, [lookOf(away, sita)]), refused, 'neither consent nor reason');
  await t.rejects(ask(sita, [consentOf(away, sita)]), refused, 'no look');
  await t.rejects(
    ask(sita, [consentOf(away, sita), lookOf(away, sita)]),
    refused,
    'a look that names no consent',
  );
  await t.rejects(
    ask(sita, [lookOf(away, other, { reason: 'emergency' })]),
    refused,
    'a look at somebody else',
  );
  await t.rejects(ask(sita, [lookOf(third, sita, { reason: 'emergency' })]), refused, 'another box’s look');
  await t.rejects(ask(sita, withConsent(away, sita, { given: false })), refused, 'she said no');
  await t.rejects(ask(sita, withConsent(away, sita, { until: '2026-11-21' })), refused, 'it ended yesterday');
  await t.rejects(
    ask(sita, withConsent(away, sita, { purpose: 'care' })),
    refused,
    'it is for something else',
  );
  await t.rejects(
    ask(sita, [lookOf(away, sita, { reason: 'emergency', at: '2026-11-01T05:00:00.000Z' })]),
    refused,
    'a look of three weeks ago',
  );
  await t.rejects(
    ask(sita, withConsent(away, sita), { user: away, password: 'wrong' }),
    { code: 'centre-refused', params: { why: 'account' } },
    'a password that is not its own',
  );
  const post = async (box: BoxId, user: string | null): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`;
    const headers = {
      'content-type': 'application/octet-stream',
      ...(user === null ? {} : { authorization }),
    };
    return (await fetch(`${gateway.url}/history/${box}`, { method: 'POST', headers, body: 'x' })).status;
  };
  t.equal(await post(away, null), 401, 'nobody');
  t.equal(await post(third, away), 403, 'in another box’s name');
  t.same(await centre.read(facilityDatabase(away)), {}, 'and nothing was written in its name');
  t.match(await ask(sita, [lookOf(away, sita, { reason: 'emergency' })]), { head: { leftOut: false } });
});

void t.test(
  'what is restricted stays, unless she says that it may go; an emergency does not open it',
  async (t) => {
    const { ask, sita, away, home, centre } = await setOut(t);
    const visit = visitId(home, '20261001', 1);
    await centre.write(home, [
      { _id: patientPartId(sita, home, 9), type: 'restriction', category: 'hiv', visit },
    ]);
    for (const records of [withConsent(away, sita), [lookOf(away, sita, { reason: 'emergency' })]]) {
      const answer = await ask(sita, records);
      t.equal(answer.head.leftOut, true, 'that something was left out is told');
      t.same(diagnoses(answer), ['मलेरिया']);
      t.notMatch(JSON.stringify(answer.records), /hiv|20261001/, 'and not what');
    }
    const covered = await ask(sita, withConsent(away, sita, { scope: ['restricted'] }));
    t.equal(covered.head.leftOut, false);
    t.same(diagnoses(covered).sort(), ['मधुमेह', 'मलेरिया']);
    t.ok(
      covered.records.some(({ type }) => type === 'restriction'),
      'so the other box closes it to whom it must',
    );
  },
);

void t.test('a private house gives nothing but by a consent that names private houses', async (t) => {
  const { ask, away, third, centre } = await setOut(t);
  const gita = patientId(third, 1);
  await centre.list(third, { ownership: 'private', tenant: 'maa-clinic' });
  await centre.write(third, [
    { _id: gita, type: 'patient', name: 'गीता', sex: 'female' },
    ...visitOf(third, gita, '20260901', 'दमा'),
  ]);
  for (const records of [withConsent(away, gita), [lookOf(away, gita, { reason: 'emergency' })]]) {
    const answer = await ask(gita, records);
    t.match(answer, { records: [], head: { holders: [{ code: third, state: 'private' }] } });
  }
  const answer = await ask(gita, withConsent(away, gita, { scope: ['private'] }));
  t.same(diagnoses(answer), ['दमा']);
  const marked = async (): Promise<object | undefined> =>
    (await centre.read(inboxDatabase(third)))[fetchMarkPrefix(gita) + away];
  t.match(await marked(), { from: [third] });
  await ask(gita, withConsent(away, gita));
  t.match(await marked(), { from: [third] }, 'what it once got it may have still');
});

void t.test('a later no, said anywhere, ends a consent that was given before', async (t) => {
  const { ask, sita, away, home, centre } = await setOut(t);
  const no = { type: 'consent', purpose: 'history', given: false, mode: 'spoken' };
  await centre.write(home, [{ _id: patientPartId(sita, home, 8), at: '2026-11-22T06:00:00.000Z', ...no }]);
  await t.rejects(ask(sita, withConsent(away, sita)), { code: 'not-allowed', params: { why: 'withdrawn' } });
  await centre.write(home, [
    { _id: patientPartId(sita, home, 9), at: '2026-11-22T06:30:00.000Z', ...no, given: true },
  ]);
  t.match(await ask(sita, withConsent(away, sita)), { head: { holders: [{ state: 'given' }] } });
});

void t.test('one person under two ids has one history; taken back, she has two again', async (t) => {
  const { ask, sita, away, home, third, centre } = await setOut(t);
  const again = patientId(third, 7);
  await centre.write(third, [
    { _id: again, type: 'patient', name: 'Sita Devi', sex: 'female' },
    ...visitOf(third, again, '20260715', 'TB'),
  ]);
  const [a, b] = [sita, again].sort();
  const link = { type: 'link', a, b, decision: 'same', by: 'x', at: NOW };
  await centre.couch.ask('PUT', `/patients/link:${a}:${b}`, link);
  const answer = await ask(sita, withConsent(away, sita));
  t.same(diagnoses(answer).sort(), ['TB', 'मधुमेह', 'मलेरिया']);
  t.same(answer.head.patients, [sita, again]);
  t.match((await centre.read(inboxDatabase(third)))[fetchMarkPrefix(again) + away], { box: away });
  const other = consentOf(away, again);
  const under = [other, lookOf(away, sita, { consent: other._id })];
  t.equal(diagnoses(await ask(sita, under)).length, 3, 'what she said under the other id counts');
  t.same(answer.head.holders.map(({ code }) => code).sort(), [home, third].sort());
  const { _rev } = (await centre.couch.ask('GET', `/patients/link:${a}:${b}`)).body as { _rev: string };
  await centre.couch.ask('PUT', `/patients/link:${a}:${b}`, { ...link, undone: { by: 'x', at: NOW }, _rev });
  t.same(diagnoses(await ask(sita, withConsent(away, sita))).sort(), ['मधुमेह', 'मलेरिया']);
  const after = consentOf(away, again);
  const refused = ask(sita, [after, lookOf(away, sita, { consent: after._id })]);
  await t.rejects(
    refused,
    { code: 'not-allowed', params: { why: 'no-grounds' } },
    'but not once they are two',
  );
});

void t.test('two ids that somebody called two are not joined by a third that is both', async (t) => {
  const { ask, sita, away, third, centre } = await setOut(t);
  const [between, other] = [patientId(third, 7), patientId(third, 8)];
  for (const [one, two, decision] of [
    [sita, between, 'same'],
    [between, other, 'same'],
    [sita, other, 'different'],
  ] as const) {
    const [a = '', b = ''] = [one, two].sort();
    const link = { type: 'link', a, b, decision, by: 'x', at: NOW };
    await centre.couch.ask('PUT', `/patients/link:${a}:${b}`, link);
  }
  const { head } = await ask(sita, withConsent(away, sita));
  t.same(head.patients, [sita, between]);
});

void t.test(
  'a facility that the index lists and whose ledger is gone is named; an id nobody knows is said so',
  async (t) => {
    const place = await setOut(t);
    const { ask, sita, away, third, centre } = place;
    await centre.write(third, visitOf(third, sita, '20261101', 'खाँसी'));
    await carry(place);
    t.same(diagnoses(await ask(sita, withConsent(away, sita))).sort(), ['खाँसी', 'मधुमेह', 'मलेरिया']);
    await removeDatabases(centre.couch, [facilityDatabase(third)]);
    const answer = await ask(sita, withConsent(away, sita));
    t.match(
      answer.head.holders.find(({ code }) => code === third),
      { state: 'gone' },
    );
    t.same(diagnoses(answer).sort(), ['मधुमेह', 'मलेरिया'], 'the rest is given');
    const nobody = patientId('ZZ10', 1);
    await t.rejects(ask(nobody, withConsent(away, nobody)), {
      code: 'not-found',
      params: { why: 'unknown-patient' },
    });
  },
);

void t.test(
  'a huge history comes cut, the newest whole days first, and says from when it is whole',
  async (t) => {
    const { ask, sita, away, home, centre } = await setOut(t);
    const long = 'लंबा इलाज '.repeat(18);
    for (let year = 2006; year < 2026; year += 1) {
      const visits = Array.from({ length: 60 }, (_, i) => {
        const day = `${year}${String(1 + (i % 12)).padStart(2, '0')}${String(1 + Math.floor(i / 12)).padStart(2, '0')}`;
        return visitOf(home, sita, day, long);
      });
      await centre.write(home, visits.flat());
      // As the index of a ledger grows: with what comes.
      await centre.couch.ask('GET', `/${facilityDatabase(home)}/${RECORDS_OF_PATIENT}?limit=1`);
    }
    const answer = await ask(sita, withConsent(away, sita));
    const days = answer.records.flatMap(({ _id, type }) =>
      type === 'visit' ? [_id.split(':')[2] ?? ''] : [],
    );
    t.ok(days.includes('20261001-001'), 'the newest is there');
    t.ok(days.length > 300 && days.length < 1_100, `${days.length} of 1202 visits`);
    const whole = answer.head.from?.replaceAll('-', '') ?? '';
    t.ok(days.every((day) => day > whole));
    t.ok(
      answer.records.some(({ type }) => type === 'allergy'),
      'what stands under her is always there',
    );
  },
);
