import t from 'tap';
import { visitPath } from '../node-server/stations/visit-path.js';
import { referralCode } from '../records/referral-code.js';
import { foldVisit } from '../records/visit-fold.js';
import { openReferralJourney } from './referral-journey.js';

t.setTimeout(180_000);

const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

t.test(
  'results that the lab finds after a referral was signed travel after it, the critical ones first',
  async (t) => {
    const journey = await openReferralJourney(t);
    const { sender, receiver } = journey;
    await journey.exchange(sender);
    await journey.exchange(receiver);
    const { facility } = sender.running;
    const { visit, seen } = await facility.append({ by: 'clerk' }, (draft) => {
      const patient = draft.patient({ name: 'सुनीता देवी', sex: 'female', birthDate: '1988' })._id;
      const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
      const { n } = draft.part(visit, 'lab-order', { patient, tests: ['MRDT', 'HIV'] });
      return { visit, seen: String(n) };
    });
    const doctor = await sender.logIn('doctor');
    const signed = await doctor.post(`/doctor/${visitPath(visit)}`, {
      ...{ action: 'sign', seen, tests: 'HB' },
      ...{ referralTo: receiver.code, referralUrgent: 'yes', referralReason: 'Very pale, fever' },
    });
    t.equal(signed.status, 302, text(signed.body));
    const [referral] = foldVisit(await facility.loadVisit(visit)).referrals;
    const page = `/referrals/${referralCode(referral?._id ?? '')}`;
    t.match(
      text((await doctor.get(page)).body),
      /Results still to come: Malaria RDT \(bivalent\), Haemoglobin/,
    );

    await journey.exchange(sender);
    await journey.round();
    await journey.exchange(receiver);
    const surgeon = await receiver.logIn('doctor');
    const before = text((await surgeon.get(page)).body);
    t.match(
      before,
      /Results still to come: Malaria RDT \(bivalent\), Haemoglobin/,
      'the receiver knows what is awaited',
    );
    t.notMatch(before, 'HIV', 'what a law protects is not named');

    const lab = await sender.logIn('lab');
    const entry = (await lab.get(`/lab/${visitPath(visit)}`)).body;
    const enter = async (results: Record<string, string>) => {
      const fields = Object.entries(results).map(([code, value]): [string, string] => {
        const [, name = ''] = new RegExp(`name="(r[^"]*\\.${code})"`).exec(entry) ?? [];
        return [name, value];
      });
      const answer = await lab.post(`/lab/${visitPath(visit)}`, Object.fromEntries(fields));
      t.equal(answer.status, 302, text(answer.body));
    };
    await enter({ MRDT: 'neg' });
    await enter({ HB: '4.2', HIV: 'nonreactive' });
    t.match(
      text((await doctor.get(page)).body),
      /they were told this.*Haemoglobin 4\.2 g\/dL Critical.*Came after the referral.*waiting to go to the district server/,
      'the sender sees what goes after it, and how far it is',
    );
    await journey.exchange(sender);
    t.match(text((await doctor.get(page)).body), /Haemoglobin 4\.2.*with the district server since/);
    await journey.round();
    await journey.round();
    await journey.exchange(receiver);
    const list = text((await surgeon.get('/referrals')).body);
    t.match(list, /Critical result came/);
    const told = text((await surgeon.get(page)).body);
    t.match(told, /Haemoglobin 4\.2 g\/dL Critical New .*Malaria RDT \(bivalent\) Negative New/);
    t.notMatch(told, 'still to come');
    t.notMatch(told, 'HIV');
    t.notMatch(text((await surgeon.get(page)).body), 'Critical New', 'once read it is new no more');
    t.notMatch(text((await surgeon.get('/referrals')).body), 'Critical result came');

    const [result] = foldVisit(await facility.loadVisit(visit)).unacknowledged;
    const serial = (result?._id ?? '').split(':').at(-1) ?? '';
    const corrected = await lab.post(`/lab/${visitPath(visit)}/correct/${serial}`, {
      ...{ value: '9.4', reason: 'wrong tube' },
    });
    t.equal(corrected.status, 302, text(corrected.body));
    await journey.exchange(sender);
    await journey.round();
    await journey.exchange(receiver);
    const after = text((await surgeon.get(page)).body);
    t.match(after, /Haemoglobin 9\.4 g\/dL.*New.*corrected result/);
    t.notMatch(after, '4.2', 'what was wrong stands there no more');
  },
);
