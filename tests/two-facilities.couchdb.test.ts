import t, { type Test } from 'tap';
import { visitPath } from '../node-server/stations/visit-path.js';
import { facilityDatabase, printedPatientId, type PatientId, type VisitId } from '../records/ids.js';
import { referralCode } from '../records/referral-code.js';
import { foldVisit } from '../records/visit-fold.js';
import { openReferralJourney, type JourneyBox, type ReferralJourney } from './referral-journey.js';
import { until } from './until.js';

t.setTimeout(180_000);

const HER = { name: 'फूलमती देवी', sex: 'female', birthDate: '1979', village: 'बेलाही' } as const;
const YES = { answer: 'yes', mode: 'spoken', span: 'year' };

const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

t.test('one patient at two facilities, with lines that break', async (t) => {
  const journey = await openReferralJourney(t);
  const { sender, receiver } = journey;
  await journey.exchange(sender);
  await journey.exchange(receiver);
  const { patient, visit } = await treatBefore(sender);
  const doctor = await sender.logIn('doctor');

  const signed = await doctor.post(`/doctor/${visitPath(visit)}`, {
    ...{ action: 'sign', seen: '0', 'diagnosis.0.code': 'I10' },
    ...{ referralTo: receiver.code, referralReason: 'BP stays high' },
  });
  t.equal(signed.status, 302);
  const [referral] = foldVisit(await sender.running.facility.loadVisit(visit)).referrals;
  const page = `/referrals/${referralCode(referral?._id ?? '')}`;

  await overBrokenLine(t, sender);
  await journey.round();
  await journey.exchange(receiver);
  const clerk = await receiver.logIn('clerk');
  const { name, sex, birthDate, village } = HER;
  const arrived = await clerk.post(`${page}/arrive`, { name, sex, birthDate, village, priority: 'none' });
  t.equal(arrived.status, 302);
  const there = receiver.running.facility.patients.get(patient);
  t.match(there, { name, visits: 1 }, 'she keeps her number at the second');

  await t.test(
    'the doctor there reads what the first wrote, once she agrees and the line is up',
    async (t) => {
      const history = `/history/${printedPatientId(patient)}`;
      const surgeon = await receiver.logIn('doctor');
      t.match(text((await surgeon.get(history)).body), 'Ask the patient');
      await surgeon.post(history, YES);
      const without = text((await surgeon.get(history)).body);
      t.match(without, 'The line to the district server is down');
      t.notMatch(without, 'Malaria');

      receiver.line.set('open');
      await surgeon.post(`${history}/again`, {});
      const whole = text((await surgeon.get(history)).body);
      t.match(whole, /Malaria/);
      t.match(whole, 'PHC Sakra');
      receiver.line.set('down');
      t.match(text((await surgeon.get(history)).body), 'Malaria', 'and still when the line is cut again');

      const feedback = 'ECG is normal; telmisartan added';
      t.equal((await surgeon.post(page, { status: 'seen', feedback })).status, 302);
    },
  );

  await receiver.running.keepLooks();
  await overBrokenLine(t, receiver);
  await journey.round();
  await journey.exchange(sender);
  t.match(text((await doctor.get(page)).body), /has arrived.*was seen.*telmisartan added/);
  const incharge = await sender.logIn('incharge');
  const seen = text((await incharge.get(`/audit/patient/${printedPatientId(patient)}`)).body);
  t.match(seen, 'doctor of Sadar Hospital', 'at home she can be told who read it');
  t.match(seen, 'with consent');
  await nothingLost(t, journey);
});

/** A visit some time ago with something to know of, and one of today. */
function treatBefore({ running }: JourneyBox): Promise<{ patient: PatientId; visit: VisitId }> {
  return running.facility.append({ by: 'clerk' }, (draft) => {
    const patient = draft.patient(HER)._id;
    const before = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    const malaria = { hi: 'मलेरिया', en: 'Malaria' };
    draft.part(before, 'diagnosis', { patient, text: malaria, certainty: 'confirmed', ongoing: true });
    draft.part(before, 'move', { patient, action: 'finish', station: 'doctor' });
    return { patient, visit: draft.visit({ patient, kind: 'returning', station: 'doctor' })._id };
  });
}

/** An exchange over a line that breaks again and again after a few hundred bytes; down before and after. */
async function overBrokenLine(t: Test, { line, running }: JourneyBox): Promise<void> {
  const { connections } = line;
  line.cutEvery(300);
  line.set('open');
  await until('all has come through', async () => (await running.syncNow()).kind === 'up-to-date');
  t.ok(line.connections > connections + 3, `in ${line.connections - connections} pieces`);
  line.set('down');
  line.cutEvery(Infinity);
}

/** Each record of both ledgers stands at the centre once. */
async function nothingLost(t: Test, journey: ReferralJourney): Promise<void> {
  const { centre, sender, receiver } = journey;
  for (const box of [sender, receiver]) {
    await journey.exchange(box);
    const kept = await centre.read(facilityDatabase(box.code));
    t.equal(Object.keys(kept).length, box.running.facility.recordCount, box.code);
  }
}
