import { get, type IncomingMessage } from 'node:http';
import t from 'tap';
import type { VisitId } from '../../records/ids.js';
import type { Priority } from '../../records/people.js';
import type { Station } from '../../records/care.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import type { HttpUser } from '../../tests/http-user.js';
import { displayPages } from './display.js';
import { liveFeed } from './live-feed.js';
import { doctorPages } from './doctor.js';
import { queuePages } from './queue.js';
import { visitPath } from './visit-path.js';

let centre: StationCentre;
let nisha: HttpUser;
let doctor: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    queuePages(facility),
    displayPages(facility),
    doctorPages(facility),
  ]);
  nisha = await centre.logIn('nisha');
  doctor = await centre.logIn('dr.verma');
});
t.afterEach(() => centre.stop());

async function arrive(name: string, station: Station = 'vitals', priority?: Priority): Promise<VisitId> {
  centre.clock.now += 60_000;
  return centre.facility.append({ by: 'asha' }, (draft) => {
    const patient = draft.patient({ name, sex: 'female' })._id;
    return draft.visit({ patient, kind: 'new', station, ...(priority && { priority }) })._id;
  });
}
const state = (visit: VisitId) => centre.facility.queue.entry(visit)?.state;
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

void t.test('the next one is called in order, an emergency before all others', async (t) => {
  const first = await arrive('पहली');
  const second = await arrive('दूसरी');
  const urgent = await arrive('आपात', 'vitals', 'emergency');
  await nisha.post('/queue/move', { action: 'next', station: 'vitals', back: '/queue' });
  t.same([first, second, urgent].map(state), ['waiting', 'waiting', 'called']);
  await nisha.post('/queue/move', { action: 'next', station: 'vitals' });
  t.equal(state(first), 'called');
});

void t.test('one press calls who is next and opens the station’s page; who is there goes on', async (t) => {
  await arrive('पहली', 'doctor');
  const urgent = await arrive('आपात', 'doctor', 'emergency');
  const page = await doctor.get('/doctor');
  t.match(page.body, /autofocus[^>]*aria-label="शुरू करें: टोकन 2, आपात"/);
  t.match(text(page.body), '2 आपात महिला · 0 मिनट अगले', 'and the row says so');
  const start = { action: 'next', station: 'doctor', start: 'yes', back: '/doctor' };
  const opened = await doctor.post('/queue/move', start);
  t.equal(opened.location, `/doctor/${visitPath(urgent)}`);
  t.equal(state(urgent), 'called');
  const again = await doctor.get('/doctor');
  t.match(again.body, `href="/doctor/${visitPath(urgent)}">`);
  t.match(text(again.body), 'जारी रखें: टोकन 2, आपात');
  t.notMatch(again.body, 'autofocus', 'Enter calls nobody away from who is there');
});

void t.test('the board shows the first twenty of a long line, and the whole of it when asked', async (t) => {
  for (let n = 1; n <= 23; n += 1) await arrive(`नं ${n}`);
  const rowsOn = (body: string): number => body.match(/<span class="row-who">/g)?.length ?? 0;
  const board = await nisha.get('/queue');
  t.equal(rowsOn(board.body), 20);
  t.match(text(board.body), 'और 3 इंतज़ार में');
  t.match(board.body, 'href="/queue?whole=vitals#vitals"');
  t.equal(rowsOn((await nisha.get('/queue?whole=vitals')).body), 23);
});

void t.test('two doctors who call at one moment get two patients; one double click gets one', async (t) => {
  const visits = [await arrive('एक', 'doctor'), await arrive('दो', 'doctor'), await arrive('तीन', 'doctor')];
  const next = { action: 'next', station: 'doctor' };
  await Promise.all([doctor.post('/queue/move', next), nisha.post('/queue/move', next)]);
  t.same(visits.map(state), ['called', 'called', 'waiting']);
  const one = await arrive('चार', 'lab');
  const two = await arrive('पाँच', 'lab');
  const twice = { action: 'next', station: 'lab', once: 'same-page' };
  await Promise.all([nisha.post('/queue/move', twice), nisha.post('/queue/move', twice)]);
  t.same([one, two].map(state), ['called', 'waiting']);
});

void t.test('skip, hold, resume, transfer, priority and leaving do what they say', async (t) => {
  const visit = await arrive('सीता');
  const other = await arrive('गीता');
  const move = (action: string, more: Record<string, string> = {}) =>
    nisha.post('/queue/move', { visit, action, station: 'vitals', back: '/queue#vitals', ...more });
  const called = await move('call');
  t.equal(called.location, '/queue#vitals', 'it comes back to where it was asked');
  t.match(text((await nisha.get('/queue')).body), /टोकन 1 को बुलाया: कमरा 1/);
  await move('skip');
  t.equal(state(visit), 'skipped');
  t.equal(centre.facility.queue.next('vitals')?.visit, other, 'a skipped one stands back');
  await move('recall');
  t.equal(state(visit), 'called');
  await move('hold');
  t.equal(state(visit), 'held');
  await move('resume');
  t.equal(state(visit), 'waiting');
  await move('prioritise', { priority: 'disabled' });
  t.equal(centre.facility.queue.entry(visit)?.priority, 'disabled');
  await move('transfer', { to: 'lab' });
  t.equal(centre.facility.queue.entry(visit)?.station, 'lab');
  await move('leave', { station: 'lab', reason: 'घर चली गई' });
  t.equal(state(visit), 'left');
  const records = await centre.facility.loadVisit(visit);
  t.match(records.at(-1), { type: 'move', action: 'leave', reason: 'घर चली गई', by: 'nisha' });
});

void t.test('a step that cannot be taken says why and where the visit is, and changes nothing', async (t) => {
  const visit = await arrive('सीता', 'doctor');
  const count = centre.facility.recordCount;
  const elsewhere = await nisha.post('/queue/move', { visit, action: 'call', station: 'vitals' });
  t.equal(elsewhere.status, 409);
  t.match(text(elsewhere.body), /टोकन 1 अब यहाँ नहीं है: डॉक्टर, कमरा 2/);
  const nobody = await nisha.post('/queue/move', { action: 'next', station: 'lab' });
  t.match(text(nobody.body), /कोई इंतज़ार में नहीं/);
  const unchosen = await doctor.post('/queue/move', { visit, action: 'transfer', station: 'doctor' });
  t.match(text(unchosen.body), /चुनना रह गया/);
  const unknown = await doctor.post('/queue/move', {
    visit: 'visit:BR1042:20261121-777',
    action: 'call',
    station: 'doctor',
  });
  t.equal(unknown.status, 409);
  t.equal((await doctor.post('/queue/move', { visit, action: 'dance', station: 'doctor' })).status, 400);
  t.equal(centre.facility.recordCount, count);
  await doctor.post('/queue/move', { visit, action: 'call', station: 'doctor' });
  const again = await doctor.post('/queue/move', { visit, action: 'call', station: 'doctor' });
  t.equal(again.status, 302, 'what is done already is no fault');
});

void t.test('a doctor in another room calls there', async (t) => {
  const visit = await arrive('सीता', 'doctor');
  await doctor.post('/queue/room', { station: 'doctor', room: 'कमरा 5', back: '/queue' });
  const board = await doctor.get('/queue');
  t.match(text(board.body), /जगह: कमरा 5/);
  t.match(board.body, 'name="room" value="कमरा 5"');
  const answer = await doctor.post('/queue/move', {
    visit,
    action: 'call',
    station: 'doctor',
    room: 'कमरा 5',
  });
  t.equal(answer.status, 302);
  t.equal(centre.facility.queue.entry(visit)?.room, 'कमरा 5');
  t.match(text((await doctor.get('/display')).body), /1 कमरा 5/);
});

void t.test('the board shows every station, who waits how long, and finds a token', async (t) => {
  await arrive('सीता <b>देवी</b>');
  centre.clock.now += 45 * 60_000;
  const board = text((await nisha.get('/queue')).body);
  t.match(board, /सीता &lt;b&gt;देवी&lt;\/b&gt;/);
  t.match(board, /45 मिनट/);
  t.match(board, /बहुत देर से/);
  t.equal((await nisha.get('/queue?token=१')).location, '/queue/visit/20261121-001');
  t.equal((await nisha.get('/queue?token=99')).status, 404);
  t.match(text((await nisha.get('/queue/visit/20261121-001')).body), /क्या करना है/);
});

void t.test(
  'who waits with an allergy is marked in words for those who treat, and on no other screen',
  async (t) => {
    const visits = [await arrive('पहली'), await arrive('दूसरी'), await arrive('तीसरी')];
    const patientOf = (visit = '') => centre.facility.queue.entry(visit)?.patient ?? '';
    await centre.facility.append({ by: 'dr.verma' }, (draft) => {
      draft.patientPart(patientOf(visits[0]), 'allergy', { substance: 'Penicillin', severity: 'severe' });
      draft.patientPart(patientOf(visits[1]), 'allergy', { substance: 'सल्फा' });
    });
    const board = text((await nisha.get('/queue')).body);
    t.match(board, /पहली महिला · \d+ मिनट गंभीर एलर्जी/);
    t.match(board, /दूसरी महिला · \d+ मिनट एलर्जी/);
    t.notMatch(board, /तीसरी महिला · \d+ मिनट (गंभीर )?एलर्जी/);
    t.notMatch(board, 'Penicillin', 'what it is stands on the patient’s page');
    await nisha.post('/queue/move', {
      action: 'transfer',
      station: 'vitals',
      visit: visits[0] ?? '',
      to: 'doctor',
    });
    t.match(text((await doctor.get('/doctor')).body), /पहली.*गंभीर एलर्जी/, 'each station’s own list says so');
    t.notMatch((await (await centre.logIn('asha')).get('/queue')).body, 'एलर्जी', 'the counter treats nobody');
    t.notMatch((await nisha.get('/display')).body, 'एलर्जी');
  },
);

void t.test('an operator runs the box and sees no patients', async (t) => {
  const mohan = await centre.logIn('mohan');
  t.equal((await mohan.get('/queue')).status, 403);
});

void t.test('the display needs no log-in, names nobody, and hears of a call', async (t) => {
  const visit = await arrive('गुप्त नाम', 'doctor');
  await arrive('दूसरी', 'doctor');
  const page = async (): Promise<string> => (await centre.server.inject('/display')).payload;
  t.notMatch(await page(), 'गुप्त');
  t.notMatch(await page(), 'data-call');
  t.match(await page(), '<meta http-equiv="refresh"', 'it goes on without scripts');

  const events = await listen(`${centre.origin}/display/events`);
  await events.heard('hello');
  await doctor.post('/queue/move', { visit, action: 'call', station: 'doctor' });
  await events.heard('changed');
  t.match(await page(), /data-token="1" data-room="कमरा 2"/);
  events.close();
});

void t.test('a stopping server lets its screens go', async (t) => {
  const events = await listen(`${centre.origin}/display/events`);
  await events.heard('hello');
  t.equal(liveFeed(centre.facility).listeners, 1);
  await centre.server.stop({ timeout: 30_000 });
  await events.ended;
  t.equal(liveFeed(centre.facility).listeners, 0);
  await centre.server.start();
});

/** A browser's EventSource, as far as a test needs one. */
async function listen(url: string) {
  let seen = '';
  let wake = (): void => undefined;
  const response = await new Promise<IncomingMessage>((resolve) => get(url, resolve));
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    seen += chunk;
    wake();
  });
  const ended = new Promise<void>((resolve) => response.on('close', resolve));
  return {
    ended,
    async heard(event: string): Promise<void> {
      while (!seen.includes(`event: ${event}\n`)) await new Promise<void>((resolve) => (wake = resolve));
    },
    close: () => response.destroy(),
  };
}
