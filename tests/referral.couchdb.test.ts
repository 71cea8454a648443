import t from 'tap';
import { visitPath } from '../node-server/stations/visit-path.js';
import type { PatientId, VisitId } from '../records/ids.js';
import { foldPatient } from '../records/patient-fold.js';
import { referralCode } from '../records/referral-code.js';
import { foldVisit } from '../records/visit-fold.js';
import type { HttpUser } from './http-user.js';
import { openReferralJourney, type JourneyBox } from './referral-journey.js';
import { until } from './until.js';

t.setTimeout(180_000);

const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

async function arrive({ running }: JourneyBox): Promise<{ patient: PatientId; visit: VisitId }> {
  return running.facility.append({ by: 'clerk' }, (draft) => {
    const patient = draft.patient({
      ...{ name: 'सुनीता देवी', sex: 'female', birthDate: '1988', mobile: '9812343210', village: 'सकरा' },
    })._id;
    draft.patientPart(patient, 'allergy', { substance: 'पेनिसिलिन' });
    const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    draft.part(visit, 'vitals', { patient, systolic: 168, diastolic: 104, pulse: 98 });
    return { patient, visit };
  });
}

/** Signs at the doctor's page, and gives the id of the referral. */
async function refer(user: HttpUser, box: JourneyBox, visit: VisitId, fields: Record<string, string>) {
  const answer = await user.post(`/doctor/${visitPath(visit)}`, {
    ...{ action: 'sign', seen: '0', 'diagnosis.0.code': 'I10', referralReason: 'BP stays high' },
    ...fields,
  });
  if (answer.status !== 302) throw new Error(`signing answered ${answer.status}: ${text(answer.body)}`);
  const { referrals } = foldVisit(await box.running.facility.loadVisit(visit));
  return referrals.at(-1)?._id ?? '';
}

t.test(
  'a referral goes there and back through the centre, with the lines cut between the steps',
  async (t) => {
    const journey = await openReferralJourney(t);
    const { sender, receiver } = journey;
    await journey.exchange(sender);
    await journey.exchange(receiver);
    const doctor = await sender.logIn('doctor');
    const { patient, visit } = await arrive(sender);

    const found = await doctor.get(`/api/search/facility?q=sadar`);
    t.match(found.body, `facility-pick:${receiver.code}`, 'the directory has come down');
    const form = await doctor.post(`/doctor/${visitPath(visit)}`, {
      ...{ action: `facility-pick:${receiver.code}`, seen: '0', 'diagnosis.0.code': 'I10' },
    });
    t.match(text(form.body), /Sadar Hospital will be told this.*सुनीता देवी.*पेनिसिलिन.*168\/104/);
    const id = await refer(doctor, sender, visit, { referralTo: receiver.code, referralUrgent: 'yes' });
    const page = `/referrals/${referralCode(id)}`;
    t.match(
      text((await doctor.get('/referrals')).body),
      /Sent: 1 open.*Urgent.*waiting to go to the district server since/,
    );

    await journey.exchange(sender);
    t.match(text((await doctor.get(page)).body), 'with the district server since');
    await journey.round();
    const clerk = await receiver.logIn('clerk');
    t.match(text((await clerk.get('/referrals')).body), 'No referral has come yet', 'its line is down');
    await journey.exchange(receiver);

    const list = text((await clerk.get('/referrals')).body);
    t.match(list, /Received: 1 open.*सुनीता देवी.*From PHC Sakra.*Urgent.*New/);
    t.notMatch(list, 'BP stays high', 'a clerk reads no findings');
    t.match((await clerk.get('/')).body, 'nav-count-urgent', 'each page says that something urgent has come');
    await journey.exchange(receiver);
    await journey.round();
    await journey.exchange(sender);
    t.match(text((await doctor.get(page)).body), 'Arrived in the inbox there');

    const nurse = await receiver.logIn('nurse');
    t.match(text((await nurse.get(page)).body), /BP stays high.*168\/104.*Essential/);
    t.equal((await nurse.post(page, { status: 'accepted' })).status, 302);
    t.notMatch((await nurse.get('/')).body, 'nav-count', 'answered: nothing new any more');
    t.equal(
      (await nurse.post(page, { status: 'seen', feedback: 'x' })).status,
      403,
      'a nurse says no findings',
    );

    const arriving = await clerk.get(`${page}/arrive`);
    t.match(arriving.body, 'value="सुनीता देवी"', 'particulars are filled in');
    const registered = await clerk.post(`${page}/arrive`, {
      ...{ name: 'सुनीता देवी', sex: 'female', birthDate: '1988', mobile: '9812343210', village: 'सकरा' },
      priority: 'none',
    });
    t.equal(registered.status, 302);
    const there = receiver.running.facility;
    const known = there.patients.get(patient);
    t.match(known, { name: 'सुनीता देवी', visits: 1 }, 'under the number of the home facility');
    t.match(text((await clerk.get(registered.location ?? '')).body), 'Token 1');
    const [visitThere = ''] = there.patients.visitsOf(patient);
    const surgeon = await receiver.logIn('doctor');
    t.match(
      text((await surgeon.get(`/doctor/${visitPath(visitThere)}`)).body),
      'Came by referral from PHC Sakra',
    );
    t.same(
      foldPatient(await there.loadPatient(patient)).allergies.map(({ substance }) => substance),
      ['पेनिसिलिन'],
      'what is prescribed there is checked against it',
    );
    t.equal((await surgeon.post(page, { status: 'seen' })).status, 400, 'seen needs words');
    const seen = { status: 'seen', feedback: 'Amlodipine 5 mg, come again in a week' };
    t.equal((await surgeon.post(page, seen)).status, 302);

    await receiver.running.keepLooks();
    await journey.exchange(receiver);
    await journey.round();
    await journey.exchange(sender);
    const told = text((await doctor.get(page)).body);
    t.match(
      told,
      /Written.*Arrived in the inbox there.*Accepted.*nurse of Sadar.*has arrived.*clerk of Sadar.*was seen.*doctor of Sadar Hospital Amlodipine 5 mg, come again/,
      'the sender sees each step and by whom',
    );
    t.match(text((await doctor.get('/referrals')).body), 'Sent: 0 open');
    t.match(
      text((await doctor.get(`/doctor/${visitPath(visit)}`)).body),
      'Amlodipine 5 mg',
      'in the history, too',
    );
    const { body } = await journey.centre.couch.ask('GET', `/inbox-${sender.code.toLowerCase()}/_all_docs`);
    t.match(JSON.stringify(body), 'look-elsewhere:access:', "who looked goes to the patient's home");
  },
);

t.test(
  'one that reaches nobody says why and is sent elsewhere; one that is returned is open no more',
  async (t) => {
    const journey = await openReferralJourney(t);
    const { sender, receiver, centre } = journey;
    await journey.exchange(sender);
    const doctor = await sender.logIn('doctor');
    const { visit } = await arrive(sender);
    // Closed while the line was down: this box cannot know it yet.
    await centre.list(receiver.code, { status: 'closed', closedOn: '2026-01-01' });
    const first = await refer(doctor, sender, visit, { referralTo: receiver.code });
    await journey.exchange(sender);
    await journey.round();
    await journey.exchange(sender);
    const page = `/referrals/${referralCode(first)}`;
    t.match(
      text((await doctor.get(page)).body),
      /This facility is closed: nobody was told.*Choose another facility/,
    );
    const refused = await doctor.post(`${page}/again`, { to: receiver.code, reason: 'BP stays high' });
    t.equal(refused.status, 400);
    t.match(text(refused.body), 'This facility is closed. Choose another.');
    const own = await doctor.post(`${page}/again`, { to: sender.code, reason: 'BP stays high' });
    t.match(text(own.body), 'This is your own facility');

    await centre.list(receiver.code, { name: { hi: 'सदर अस्पताल', en: 'Sadar Hospital' }, status: 'open' });
    await journey.exchange(sender);
    const again = await doctor.post(`${page}/again`, { to: receiver.code, reason: 'BP stays high' });
    t.equal(again.status, 302);
    t.match(text((await doctor.get('/referrals')).body), /Sent: 1 open/);
    t.match(text((await doctor.get(page)).body), 'Written', 'the first stays readable');
    t.equal((await doctor.post(`${page}/again`, { to: receiver.code, reason: 'twice' })).status, 302);
    const { referrals } = foldVisit(await sender.running.facility.loadVisit(visit));
    t.equal(referrals.length, 2, 'its place is taken once');

    await journey.exchange(sender);
    await journey.round();
    await journey.exchange(receiver);
    const second = `/referrals/${referralCode(referrals[1]?._id ?? '')}`;
    const [one, other] = [await receiver.logIn('doctor'), await receiver.logIn('doctor')];
    const long = 'No surgeon here today. '.repeat(85).trim();
    t.equal((await one.post(second, { status: 'returned', feedback: 'x'.repeat(2_001) })).status, 400);
    t.equal((await one.post(second, { status: 'returned', feedback: long })).status, 302);
    const late = await other.post(second, { status: 'accepted', feedback: 'A bed is free' });
    t.equal(late.status, 400);
    t.match(
      text(late.body),
      /Somebody has answered meanwhile.*A bed is free/,
      'and what was typed is still there',
    );
    await journey.exchange(receiver);
    await journey.round();
    await journey.exchange(sender);
    await until('the sender sees it', async () => text((await doctor.get(second)).body).includes('Returned'));
    t.match(text((await doctor.get(second)).body), 'No surgeon here today', 'with all words of it');
    t.match(text((await doctor.get('/referrals')).body), 'Sent: 0 open');
  },
);

t.test(
  'one that is taken back is told there, crosses an acceptance, and holds for nobody who comes all the same',
  async (t) => {
    const journey = await openReferralJourney(t);
    const { sender, receiver } = journey;
    for (const box of [sender, receiver]) await journey.exchange(box);
    const [doctor, there] = [await sender.logIn('doctor'), await receiver.logIn('doctor')];
    const carry = async (from: JourneyBox, to: JourneyBox): Promise<void> => {
      await journey.exchange(from);
      await journey.round();
      await journey.round();
      await journey.exchange(to);
    };
    const list = async (user: HttpUser): Promise<string> => text((await user.get('/referrals')).body);
    const { visit } = await arrive(sender);
    const id = await refer(doctor, sender, visit, { referralTo: receiver.code, referralUrgent: 'yes' });
    const page = `/referrals/${referralCode(id)}`;
    await carry(sender, receiver);
    t.match(await list(there), 'Received: 1 open');

    // Both lines are down: neither knows what the other writes.
    const why = { reason: 'refused', note: 'The family took her home', seen: '0' };
    t.equal((await doctor.post(`${page}/cancel`, why)).location, page);
    t.equal((await there.post(page, { status: 'accepted', seen: '0' })).status, 302);
    t.match(await list(doctor), 'Sent: 0 open');
    t.match(text((await doctor.get(page)).body), 'waiting to go to the district server', 'on its way first');
    await carry(sender, receiver);
    await carry(receiver, sender);
    const both =
      /Cancelled.*The patient or the family refused: The family took her home.*Accepted.*doctor of Sadar/;
    t.match(text((await doctor.get(page)).body), both, 'both words are told at the sender');
    t.match(await list(there), /Received: 0 open.*सुनीता देवी.*The family took her home.*New.*Cancelled/);
    const told = text((await there.get(page)).body);
    t.match(told, /Cancelled by the sender.*The family took her home.*Accepted.*before it was known there/);
    t.notMatch(await list(there), 'सुनीता देवी', 'read, it is off the list of open ones');
    const refused = await there.post(page, { status: 'returned', feedback: 'No surgeon', seen: '2' });
    t.match(text(refused.body), 'No surgeon', 'nothing more is answered, and what was typed stays');

    const clerk = await receiver.logIn('clerk');
    t.match(text((await clerk.get(`${page}/arrive`)).body), 'The sender has cancelled this referral');
    const came = await clerk.post(`${page}/arrive`, {
      ...{ name: 'सुनीता देवी', sex: 'female', birthDate: '1988', mobile: '9812343210', village: 'सकरा' },
      priority: 'none',
    });
    t.equal(came.status, 302);
    await carry(receiver, sender);
    for (const [user, words] of [
      [doctor, /Sent: 1 open.*New answer.*Arrived/],
      [there, /Received: 1 open.*Arrived/],
    ] as const) {
      t.match(await list(user), words);
    }
    t.match(
      text((await doctor.get(page)).body),
      /Cancelled.*the patient came all the same: it is not cancelled.*has arrived/,
      'who came is not cancelled',
    );
    t.equal((await doctor.get(`${page}/cancel`)).location, page, 'nor can it be cancelled again');
  },
);
