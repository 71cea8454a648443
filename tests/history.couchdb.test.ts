import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { startGateway } from '../central/gateway/start-gateway.js';
import { decideDuplicate, undoDecision } from '../central/duplicates/decide-duplicate.js';
import { Router } from '../central/router/router.js';
import { RouterCouch } from '../central/router/router-couch.js';
import type { AccessRecord } from '../records/box.js';
import { patientId, printedPatientId, type PatientId } from '../records/ids.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { startBadGateway, type BadGateway } from './bad-gateway.js';
import { visitPath } from '../node-server/stations/visit-path.js';
import { openHistoryBox, type HistoryBox } from './history-box.js';
import { openRouterCentre, type RouterCentre } from './router-centre.js';
import { until } from './until.js';

const DAY_MS = 86_400_000;
const YES = { answer: 'yes', mode: 'spoken', span: 'year' };

interface Place {
  centre: RouterCentre;
  clock: { now: number };
  home: HistoryBox;
  away: HistoryBox;
  /** between both boxes and the gateway */
  gateway: BadGateway;
  carry: () => Promise<void>;
}

let place: Place;
t.before(async () => {
  place = await setOut();
});
t.beforeEach(() => place.gateway.answer(null));

/** A patient whom one of the boxes treated, and her page at the other one. */
async function admit(): Promise<Place & { sita: PatientId; path: string }> {
  const { home } = place;
  const sita = await home.facility.append({ by: 'asha' }, (draft) => {
    const patient = draft.patient({
      name: 'सीता देवी',
      sex: 'female',
      birthDate: '1988',
      village: 'रामपुर',
    })._id;
    draft.patientPart(patient, 'allergy', { substance: 'पेनिसिलिन', severity: 'severe' });
    const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    const text = { hi: 'मलेरिया', en: 'Malaria' };
    draft.part(visit, 'diagnosis', { patient, text, certainty: 'confirmed', ongoing: true });
    return patient;
  });
  await home.sync();
  return { ...place, sita, path: `/history/${printedPatientId(sita)}` };
}

/** Two boxes and a centre, for all tests here. */
async function setOut(): Promise<Place> {
  const centre = await openRouterCentre(t);
  const [home = '', away = ''] = centre.boxes;
  for (const box of centre.boxes) await centre.list(box);
  const folder = await mkdtemp(join(tmpdir(), 'nadi-spool-'));
  const clock = { now: Date.parse('2026-11-22T05:00:00Z') };
  const { origin, pathname, username, password } = new URL(centre.url);
  const real = await startGateway({
    ...{ port: 0, host: '127.0.0.1', spoolFolder: folder },
    couchUrl: origin + pathname.replace(/\/$/, ''),
    account: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
    now: () => new Date(clock.now).toISOString(),
  });
  const gateway = await startBadGateway(real.url);
  t.teardown(async () => {
    await gateway.close();
    await real.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const options = { gateway: gateway.url, password: 'one', clock };
  const boxes = [await openHistoryBox(t, home, options), await openHistoryBox(t, away, options)] as const;
  const router = new Router({
    couch: new RouterCouch(centre.url),
    share: { worker: 1, of: 1 },
    ...{ checks: [], now: () => clock.now, log: () => undefined },
  });
  return {
    ...{ centre, clock, gateway, home: boxes[0], away: boxes[1] },
    carry: async () => void (await router.round()),
  };
}

async function under({ facility }: HistoryBox, prefix: string): Promise<LedgerRecord[]> {
  const { rows } = await facility.databases.records.allDocs({
    ...{ startkey: prefix, endkey: `${prefix}\uffff`, include_docs: true },
  });
  return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as LedgerRecord] : []));
}

const isAsk = ({ consent, reason }: AccessRecord): boolean => consent !== undefined || reason !== undefined;

/** Looks at the centre's records, by whom they were asked for. */
const asked = async (box: HistoryBox, patient: PatientId): Promise<LedgerRecord[]> =>
  (await under(box, 'access:')).filter(
    (record) => record.type === 'access' && isAsk(record) && record.patients.includes(patient),
  );

const visitsOf = async (box: HistoryBox, patient: PatientId): Promise<LedgerRecord[]> =>
  (await under(box, 'visit:')).filter((record) => record.type === 'visit' && record.patient === patient);

void t.test(
  'a doctor elsewhere scans the card, asks the patient, and reads; she sees at home who it was',
  async (t) => {
    const { home, away, sita, path, carry } = await admit();
    const doctor = await away.logIn('dr.rao');
    t.equal((await doctor.get(`/history?q=${printedPatientId(sita).toLowerCase()}`)).location, path);
    const before = await doctor.get(path);
    t.match(before.body, 'Ask the patient');
    t.notMatch(before.body, 'Malaria');

    t.equal((await doctor.post(path, YES)).location, path);
    const page = await doctor.get(path);
    t.match(page.body, 'सीता देवी');
    t.match(page.body, 'Malaria');
    t.match(page.body, 'पेनिसिलिन');
    t.match(page.body, `PHC ${home.box}`);
    t.match(page.body, 'kept here until');
    const [look] = await asked(away, sita);
    t.match(look, { by: 'dr.rao', patients: [sita], route: '/history/{id}', as: { role: 'doctor' } });
    const said = await under(away, sita);
    t.match(said, [{ type: 'consent', purpose: 'history', given: true, until: '2027-11-22' }]);
    t.same(await visitsOf(away, sita), [], 'nothing of it stands in this box’s ledger');

    await away.sync();
    await carry();
    await home.sync();
    const incharge = await home.logIn('incharge');
    const seen = await incharge.get(`/audit/patient/${printedPatientId(sita)}`);
    t.match(seen.body, 'Dr Rao, Doctor');
    t.match(seen.body, `(${away.box})`);
    t.match(seen.body, 'with consent');
  },
);

void t.test('the clerk there gives her a slip under her own number, in one press', async (t) => {
  const { home, away, sita, path, carry, centre } = await admit();
  const clerk = await away.logIn('asha');
  const id = printedPatientId(sita);
  t.match((await clerk.get(`/counter?q=${id}`)).body, 'The patient is not known here yet');
  await clerk.post(path, YES);
  const page = await clerk.get(path);
  t.match(page.body, 'सीता देवी', 'who she is came along');
  t.notMatch(page.body, 'Malaria', 'what ails her is for those who treat');
  t.match((await clerk.post(`${path}/register`, {})).location, /^\/counter\/slip\//);
  t.match(await visitsOf(away, sita), [{ kind: 'new' }]);
  t.match(away.facility.patients.get(sita), { name: 'सीता देवी', village: 'रामपुर', visits: 1 });
  await away.sync();
  await carry();
  t.match((await centre.read('patients'))[sita], { facilities: centre.boxes.toSorted() });

  const doctor = await home.logIn('dr.rao');
  await doctor.post(path, YES);
  t.match((await doctor.get(path)).body, `PHC ${away.box}`, 'and at home that visit is a page away');
});

void t.test('without a line she is registered by what she says, and keeps her number', async (t) => {
  const { away, sita, gateway } = await admit();
  gateway.answer((_request, response) => response.destroy());
  const clerk = await away.logIn('asha');
  const address = `/counter/new?q=${printedPatientId(sita)}`;
  t.match((await clerk.get(address)).body, `keeps the number ${printedPatientId(sita)}`);
  await clerk.post(address, { name: 'सीता', sex: 'female', age: '38' });
  t.equal((await visitsOf(away, sita)).length, 1);
  t.match(await under(away, sita), [{ type: 'patient-amendment', set: { name: 'सीता' } }]);
  t.equal((await clerk.get(`/counter/patient/${printedPatientId(sita)}`)).status, 200);
});

void t.test(
  'an allergy that was told at home warns whoever prescribes here, without a line too',
  async (t) => {
    const { home, away, sita, path, gateway } = await admit();
    const doctor = await away.logIn('dr.rao');
    await doctor.post(path, YES);
    gateway.answer((_request, response) => response.destroy());
    await (await away.logIn('asha')).post(`${path}/register`, {});
    const visit = (await visitsOf(away, sita))[0]?._id ?? '';
    const consultation = `/doctor/${visitPath(visit)}`;
    const rx = { 'line.0.drug': 'amoxicillin-cap-500mg', 'line.0.pattern': '1-0-1', 'line.0.amount': '1' };
    const signing = { action: 'sign', seen: '0', ...rx, 'line.0.days': '5', 'line.0.quantity': '10' };

    const refused = await doctor.post(consultation, { ...signing, 'line.0.auto': '10' });
    t.match(refused.body, `allergic to पेनिसिलिन`);
    t.match(refused.body, `Told at PHC ${home.box}.`);
    t.notMatch(refused.body, 'allergy-refute', 'what another house wrote is not taken back here');
    const accepted = /name="accepted" value="([^"]+)"/.exec(refused.body)?.[1] ?? '';
    const knowing = { ...signing, 'line.0.auto': '10', accepted };
    t.equal((await doctor.post(consultation, knowing)).status, 400, 'it was severe there, and is so here');
    const reason = 'Taken before without trouble';
    const [, of = ''] = /name="why\.0\.of" value="([^"]+)"/.exec(refused.body) ?? [];
    const signed = await doctor.post(consultation, { ...knowing, 'why.0.of': of, 'why.0.text': reason });
    t.match(signed.location, '/doctor?signed=');
    t.match(
      (await under(away, visit)).find(({ type }) => type === 'prescription'),
      { accepted: ['allergy:1'], signedOver: [{ substance: 'पेनिसिलिन', severity: 'severe', reason }] },
    );

    const told = /value="(allergy-keep:[^"]+)"/.exec(refused.body)?.[1] ?? '';
    t.notMatch((await doctor.post(consultation, { action: told, seen: '0' })).body, 'Told at');
    t.match(
      (await under(away, sita)).filter(({ type }) => type === 'allergy'),
      [{ substance: 'पेनिसिलिन', severity: 'severe' }],
      'by one press it stands here too, and stays when the kept copy is gone',
    );
  },
);

void t.test('what came is read without a line, until its time is over or she withdraws', async (t) => {
  const { away, sita, path, clock, gateway } = await admit();
  const doctor = await away.logIn('dr.rao');
  await doctor.post(path, YES);
  gateway.answer((_request, response) => response.destroy());
  await doctor.post(`${path}/again`, {});
  const cut = await doctor.get(path);
  t.match(cut.body, 'The line to the district server is down');
  t.match(cut.body, 'Malaria', 'what was kept from before');

  t.test('after thirty days it is gone', async (t) => {
    clock.now += 29 * DAY_MS;
    const still = await away.logIn('dr.rao');
    t.match((await still.get(path)).body, 'days ago');
    clock.now += 2 * DAY_MS;
    t.equal(await away.kept.get(sita), null);
    const over = await away.logIn('dr.rao');
    t.notMatch((await over.get(path)).body, 'Malaria');
  });

  t.test('and at once when she withdraws, though the line is down', async (t) => {
    gateway.answer(null);
    const again = await away.logIn('dr.rao');
    await again.post(`${path}/again`, {});
    t.ok(await away.kept.get(sita));
    gateway.answer((_request, response) => response.destroy());
    const answer = await again.post(`${path}/withdraw`, {});
    t.equal(answer.location, path);
    t.equal(await away.kept.get(sita), null);
    const page = await again.get(path);
    t.match(page.body, 'Ask the patient');
    t.notMatch(page.body, 'Malaria');
  });
});

void t.test('a consent for a day keeps it for that day; a no keeps and asks nothing', async (t) => {
  const { away, sita, path, clock } = await admit();
  const doctor = await away.logIn('dr.rao');
  await doctor.post(path, { ...YES, answer: 'no' });
  t.same(await asked(away, sita), []);
  t.match(await under(away, sita), [{ type: 'consent', given: false }]);
  await doctor.post(path, { ...YES, span: 'today' });
  t.ok(await away.kept.get(sita));
  const midnight = Date.parse(`${new Date(clock.now).toISOString().slice(0, 10)}T18:31:00Z`);
  t.ok(clock.now < midnight);
  clock.now = midnight;
  t.equal(await away.kept.get(sita), null, 'midnight in India');
});

void t.test('who cannot ask the patient gives a reason, and it is listed and told at home', async (t) => {
  const { home, away, sita, path, clock, carry } = await admit();
  const doctor = await away.logIn('dr.rao');
  t.match(
    (await doctor.post(`${path}/open`, { why: 'other' })).body,
    'This is needed',
    'in words, where it is none of the list',
  );
  t.same(await asked(away, sita), []);
  await doctor.post(`${path}/open`, { why: 'emergency', words: 'बेहोश' });
  t.match((await doctor.get(path)).body, 'Malaria');
  const incharge = await away.logIn('incharge');
  t.notMatch((await incharge.get(path)).body, 'Malaria', 'it is open to who gave the reason');
  const opened = (await incharge.get('/audit/break-glass')).body;
  t.match(opened, 'बेहोश');
  t.match(opened, printedPatientId(sita), 'whose it was is told, though nobody here knows a name');
  clock.now += 31 * 60_000;
  t.notMatch((await doctor.get(path)).body, 'Malaria', 'and for half an hour');
  await away.sync();
  await carry();
  await home.sync();
  const there = await home.logIn('incharge');
  t.match((await there.get(`/audit/patient/${printedPatientId(sita)}`)).body, /Emergency<\/b> बेहोश/);
  const here = await away.logIn('incharge');
  const seen = await here.get(`/audit/patient/${printedPatientId(sita)}`);
  t.match(seen, { status: 200, body: /of another facility.*Emergency<\/b> बेहोश/s });
});

void t.test(
  'a wrong number, an unknown one, a bad gateway: each is said in words, and the look stands',
  async (t) => {
    const { away, sita, path, gateway } = await admit();
    const doctor = await away.logIn('dr.rao');
    const wrong = printedPatientId(sita).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const page = await doctor.get(`/history?q=${wrong}`);
    t.equal(page.status, 400);
    t.match(page.body, 'its last character does not fit');
    t.equal((await doctor.get(`/history/${wrong}`)).status, 404);

    const nobody = `/history/${printedPatientId(patientId('ZZ10', 3))}`;
    await doctor.post(nobody, YES);
    t.match((await doctor.get(nobody)).body, 'The district server knows no records under this number');

    await doctor.post(path, YES);
    const looks = (await asked(away, sita)).length;
    const answers: [name: string, status: number, type: string, body: string, words: string][] = [
      ['a portal', 200, 'text/html', '<h1>Recharge</h1>', 'Something other than the district server answers'],
      ['an error page', 500, 'text/html', '<h1>Oops</h1>', 'The district server has trouble of its own'],
      [
        'too much to do',
        503,
        'application/json',
        '{"error":"busy"}',
        'The district server has too much to do now',
      ],
      ['an old gateway', 404, 'application/json', '{}', 'The district server gives no histories yet'],
      [
        'something else',
        200,
        'application/octet-stream',
        'garbage',
        'Something other than the district server answers',
      ],
    ];
    for (const [name, status, type, body, words] of answers) {
      gateway.answer((_request, response) => response.writeHead(status, { 'content-type': type }).end(body));
      await doctor.post(`${path}/again`, {});
      const after = await doctor.get(path);
      t.match(after.body, words, name);
      t.match(after.body, 'Malaria', `${name}: what was kept stays`);
    }
    t.equal((await asked(away, sita)).length, looks + answers.length, 'each ask left its look first');
  },
);

void t.test('a gateway that says nothing is waited for on the page, and can be given up', async (t) => {
  const { away, sita, path, gateway } = await admit();
  const doctor = await away.logIn('dr.rao');
  let reached = 0;
  gateway.answer(() => {
    reached += 1;
  });
  const other = doctor.sameSession();
  await Promise.all([doctor.post(path, YES), other.post(path, YES)]);
  other.close();
  t.equal(reached, 1, 'who asks meanwhile waits for the same answer');
  const waiting = await doctor.get(path);
  t.match(waiting.body, 'The district server is asked for the history');
  t.match(waiting.refresh, path, 'it comes again by itself');
  await doctor.post(`${path}/stop`, {});
  t.equal(away.desk.state(sita), null);
  gateway.answer(null);
  await doctor.post(`${path}/again`, {});
  t.match((await doctor.get(path)).body, 'Malaria');
});

void t.test(
  'her no at home wipes what is kept elsewhere with the next news, and the doctor is told',
  async (t) => {
    const { home, away, sita, path, carry, clock } = await admit();
    const doctor = await away.logIn('dr.rao');
    await doctor.post(path, YES);
    t.match((await doctor.get(path)).body, 'Malaria');
    clock.now += 60_000;
    await home.facility.append({ by: 'asha' }, (draft) => {
      draft.patientPart(sita, 'consent', { purpose: 'history', mode: 'spoken', given: false });
    });
    await home.sync();
    await carry();
    t.ok(await away.kept.get(sita), 'the news has not come yet');
    await away.sync();
    await until('the copy is gone', async () => (await away.kept.get(sita)) === null);
    const page = await doctor.get(path);
    t.match(page.body, /Withdrawn by the patient on \d+ \w+ 20\d\d/);
    t.match(page.body, 'Ask the patient');
    t.notMatch(page.body, 'Malaria');
    t.equal((await doctor.post(`${path}/again`, {})).location, path);
    t.notMatch((await doctor.get(path)).body, 'Malaria', 'her earlier yes asks no more');

    clock.now += 60_000;
    const again = await away.logIn('dr.rao');
    await again.post(path, YES);
    const anew = await again.get(path);
    t.match(anew.body, 'Malaria', 'she may say yes again');
    t.notMatch(anew.body, 'Withdrawn by the patient');
  },
);

void t.test('what is restricted at home goes from a copy elsewhere, and allergies stay', async (t) => {
  const { home, away, sita, path, carry, clock } = await admit();
  const doctor = await away.logIn('dr.rao');
  await doctor.post(path, YES);
  clock.now += 60_000;
  const restriction = await home.facility.append({ by: 'dr.rao' }, (draft) =>
    draft.patientPart(sita, 'restriction', { category: 'hiv' }),
  );
  await home.sync();
  await carry();
  await away.sync();
  await until('it is cut', async () => (await away.kept.get(sita))?.closedAt !== undefined);
  const page = await doctor.get(path);
  t.match(page.body, /Something was restricted on \d+ \w+ 20\d\d and has been taken out/);
  t.match(page.body, 'पेनिसिलिन');
  t.notMatch(page.body, 'Malaria');
  t.notMatch(JSON.stringify(await away.facility.databases.inbox.allDocs({ include_docs: true })), 'hiv');

  await home.facility.append({ by: 'dr.rao' }, (draft) =>
    draft.patientPart(sita, 'restriction', { category: 'hiv', lifted: restriction._id }),
  );
  await home.sync();
  await carry();
  await away.sync();
  await doctor.post(`${path}/again`, {});
  t.match((await doctor.get(path)).body, 'Malaria', 'once it is lifted it comes again');
});

void t.test('a copy of two ids goes when somebody says that they are two people', async (t) => {
  const { away, sita, path, carry, centre } = await admit();
  const gita = (await admit()).sita;
  const couch = new RouterCouch(centre.url);
  await carry();
  const decider = { by: 'anita', now: Date.parse('2026-11-22T06:00:00Z') };
  await decideDuplicate(couch, [sita, gita], 'same', decider);
  const doctor = await away.logIn('dr.rao');
  await doctor.post(path, YES);
  t.match(await away.kept.get(sita), { head: { patients: [sita, gita] } });
  await carry();
  await away.sync();
  const other = `/history/${printedPatientId(gita)}`;
  t.match((await doctor.get(other)).body, 'Malaria', 'it stands on the page of either id');
  await undoDecision(couch, [sita, gita], { ...decider, now: decider.now + 60_000 });
  await carry();
  await away.sync();
  await until('the copy is gone', async () => (await away.kept.get(sita)) === null);
  t.notMatch((await doctor.get(other)).body, 'Malaria');
});

void t.test(
  'a card under other particulars: whose it is there is seen before anything is saved',
  async (t) => {
    const { home, away, sita, path } = await admit();
    const clerk = await away.logIn('asha');
    const form = `/counter/new?q=${printedPatientId(sita)}`;
    const before = await clerk.get(form);
    for (const shown of ['सीता देवी', '38 years, Female', 'रामपुर', `PHC ${home.box}`])
      t.match(before.body, shown);
    t.notMatch(before.body, 'पेनिसिलिन', 'no more than who it is');
    const isOf = (record: LedgerRecord): boolean =>
      record.type === 'access' && record.patients.includes(sita);
    t.match((await under(away, 'access:')).filter(isOf), [{ route: '/counter/new', as: { role: 'clerk' } }]);

    const typed = { name: 'Rani Kumari', sex: 'female', age: '14', village: 'Ward 5' };
    const refused = await clerk.post(form, typed);
    t.equal(refused.status, 400);
    t.match(refused.body, 'Is this not the same person?');
    t.match(refused.body, 'Plainly different: name, age.');
    for (const shown of ['सीता देवी', 'Rani Kumari', 'Ward 5'])
      t.match(refused.body, shown, 'beside each other');
    t.equal(away.facility.patients.get(sita), null, 'nothing is saved');
    const mistyped = await clerk.post(form, { ...typed, mobile: '12' });
    t.match(mistyped.body, /id="f-mobile-error"/);
    t.match(mistyped.body, 'Plainly different: name, age.', 'beside what is wrong in the form');
    t.match((await clerk.post(form, { age: '14' })).body, 'belongs to', 'also while there is no name');

    t.test('without the number somebody gets one of this house', async (t) => {
      const answer = await clerk.post(form, { ...typed, number: 'without' });
      t.match(answer.location, '/counter/slip/');
      t.equal(away.facility.patients.get(sita), null);
      t.equal(away.facility.patients.findByName('Rani Kumari')[0]?.village, 'Ward 5');
    });

    t.test('who compared the card goes on, and that is recorded', async (t) => {
      const other = { ...typed, name: 'Geeta Kumari' };
      const compared = (await clerk.post(form, other)).body;
      const [, sameNumber = ''] = /name="sameNumber" value="([^"]+)"/.exec(compared) ?? [];
      const nobody = await clerk.post(form, { ...other, name: 'Pooja Kumari', sameNumber });
      t.equal(nobody.status, 400, 'the word was said of another name');
      const answer = await clerk.post(form, { ...other, sameNumber });
      t.match(answer.location, '/counter/slip/');
      t.equal(away.facility.patients.get(sita)?.name, 'Geeta Kumari');
      const said = (await under(away, 'access:')).filter((one) => one.type === 'access' && one.differs);
      t.match(said, [{ by: 'asha', patients: [sita], differs: ['name', 'age'] }]);
    });

    t.test('and the doctor is asked anew before the history is opened', async (t) => {
      const doctor = await away.logIn('dr.rao');
      const page = await doctor.get(path);
      t.match(page.body, 'Is this not the same person?');
      t.match(page.body, 'Geeta Kumari');
      t.notMatch(page.body, 'Ask the patient', 'no way to open it yet');
      t.notMatch((await doctor.post(path, YES)).body, 'Ask the patient');
      t.same(await asked(away, sita), [], 'and none by an old page');
      await doctor.post(`${path}/same-person`, {});
      const said = (await under(away, 'access:')).filter((one) => one.type === 'access' && one.differs);
      t.match(said.at(-1), { by: 'dr.rao', route: '/history/{id}/same-person', differs: ['name', 'age'] });
      await doctor.post(path, YES);
      t.match((await doctor.get(path)).body, 'Malaria');
    });
  },
);

void t.test('where the line is down, whose a card is stays unknown, and is said to', async (t) => {
  const { away, sita, gateway, clock } = await admit();
  clock.now += DAY_MS;
  gateway.answer((_request, response) => response.destroy());
  const clerk = await away.logIn('asha');
  const form = `/counter/new?q=${printedPatientId(sita)}`;
  t.match((await clerk.get(form)).body, 'there is no line to the district server now');
  const answer = await clerk.post(form, { name: 'Meena Kumari', sex: 'female', age: '30' });
  t.match(answer.location, '/counter/slip/', 'and nobody has to wait for it');
});
