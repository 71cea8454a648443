import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, asyncProperty, boolean, constantFrom, record, shuffledSubarray } from 'fast-check';
import t from 'tap';
import { routeReferralCancel } from '../central/router/rules/referral-cancel.js';
import { routeReferralReply } from '../central/router/rules/referral-reply.js';
import { Facility } from '../node-server/facility.js';
import { referralBook } from '../node-server/referrals/referral-book.js';
import { REFERRAL_STATES } from '../records/care.js';
import { patientId, visitOf, type VisitId } from '../records/ids.js';
import type { LedgerRecord, RecordOf } from '../records/ledger-record.js';
import type { ReferralStep } from '../records/referral-steps.js';

const START = Date.parse('2026-11-21T04:30:00.000Z');
const PATIENT = patientId('BR1042', 1);

/**
 * One word: which of the receiver's two boxes gave it, the one that was replaced, late, or the one that took over; or
 * the sender, who takes it back.
 */
const said = record({
  late: boolean(),
  status: constantFrom(...REFERRAL_STATES, 'cancelled' as const, 'cancelled' as const),
});
const story = array(said, { minLength: 1, maxLength: 5 }).chain((answers) =>
  record({
    answers: constantFrom(answers),
    order: shuffledSubarray(
      answers.map((_, index) => index),
      { minLength: answers.length },
    ),
    sentElsewhere: boolean(),
  }),
);

t.test(
  'answers that cross on the way end alike at the box that took over there and at the sender',
  async (t) => {
    const root = await mkdtemp(join(tmpdir(), 'nadi-crossing-'));
    const clock = { now: START };
    const open = (box: string) => Facility.open({ folder: join(root, box), box, now: () => clock.now });
    const [sender, receiver] = [await open('BR1042'), await open('BR0977b')];
    t.teardown(async () => {
      await Promise.all([sender.stop(), receiver.stop()]);
      await rm(root, { recursive: true, force: true });
    });
    const book = referralBook(sender);
    let written = 0;

    await assert(
      asyncProperty(story, async ({ answers, order, sentElsewhere }) => {
        const referral = await send(sender);
        const replies: { box: string; reply: RecordOf<'referral-reply'> | RecordOf<'referral-cancel'> }[] =
          [];
        for (const { late, status } of answers) {
          clock.now += 60_000;
          if (status === 'cancelled') {
            replies.push({ box: 'BR1042', reply: await takeBack(sender, referral) });
            continue;
          }
          const fields = { referral, patient: PATIENT, status } as const;
          if (late) {
            written += 1;
            const at = new Date(clock.now).toISOString();
            const reply = {
              ...fields,
              _id: `referral:BR0977:${written}`,
              type: 'referral-reply',
              n: written,
              at,
            };
            await receiver.takenIn?.database.put({ ...reply, by: 'ravi', v: 1 } as LedgerRecord);
            await receiver.takeIn();
            replies.push({
              box: 'BR0977',
              reply: { ...reply, by: 'ravi', v: 1 } as RecordOf<'referral-reply'>,
            });
          } else {
            const reply = await receiver.append({ by: 'ravi' }, (draft) => draft.referralReply(fields));
            replies.push({ box: 'BR0977b', reply });
          }
        }
        for (const [place, index] of order.entries()) {
          const { box = '', reply } = replies[index] ?? {};
          if (reply?.type === 'referral-cancel') await deliverCancel(receiver, reply);
          else if (reply) await deliver(sender, box, reply);
          await Promise.all([book.ready(), referralBook(receiver).ready()]);
          if (sentElsewhere && place === 0) await send(sender, referral);
        }
        const here = referralBook(receiver).receivedProgress(referral);
        const there = book.sentProgress(referral);
        t.strictSame(there?.steps.map(stepOf), here.steps.map(stepOf));
        t.equal(there?.state, sentElsewhere ? 'superseded' : here.state);
        t.equal(there?.open, !sentElsewhere && here.open);
        const came = here.steps.some(({ status }) => status === 'arrived' || status === 'seen');
        t.equal(
          book.isCancelled(referral),
          here.state === 'cancelled' && !came,
          'who was seen is not cancelled',
        );
      }),
      { numRuns: 25 },
    );
  },
);

function stepOf({ reply, status, crossed }: ReferralStep) {
  return { reply, status, crossed };
}

function send(facility: Facility, supersedes?: string): Promise<string> {
  return facility.append({ by: 'dr.verma' }, (draft) => {
    const patient = draft.patient({ name: 'सीता', sex: 'female' })._id;
    const visit: VisitId = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    const fields = { patient, facility: 'CHC', reason: 'x', to: 'BR0977' };
    return draft.part(visit, 'referral', { ...fields, ...(supersedes && { supersedes }) })._id;
  });
}

function takeBack(facility: Facility, referral: string): Promise<RecordOf<'referral-cancel'>> {
  const visit = visitOf(referral);
  const why = { reason: 'died', reasonName: { hi: 'मृत्यु', en: 'died' } };
  return facility.append({ by: 'dr.verma', visits: [visit] }, (draft) =>
    draft.part(visit, 'referral-cancel', { patient: PATIENT, referral, to: 'BR0977', ...why }),
  );
}

async function deliverCancel(receiver: Facility, cancel: RecordOf<'referral-cancel'>): Promise<void> {
  const directory = {
    find: (code: string) => (code === 'BR0977' ? { code, name: {}, box: 'BR0977b' } : null),
  };
  const copies = routeReferralCancel(cancel, { box: 'BR1042', directory, checks: [] } as never);
  for (const { id, body } of copies) await receiver.databases.inbox.put({ ...body, _id: id });
}

/** What the router does with a record of one of the receiver's boxes. */
async function deliver(sender: Facility, box: string, reply: RecordOf<'referral-reply'>): Promise<void> {
  const directory = { find: () => null };
  for (const { id, body } of routeReferralReply(reply, { box, directory, checks: [] })) {
    await sender.databases.inbox.put({ ...body, _id: id });
  }
}
