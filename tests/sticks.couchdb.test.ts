import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { enrolBox } from '../central/enrol/enrol-box.js';
import { revokeBox } from '../central/enrol/revoke-box.js';
import { prepareFacility } from '../central/facility-database.js';
import { facilityDatabase, inboxDatabase, papersDatabase } from '../records/ids.js';
import { loseDatabase } from './lose-database.js';
import { settle } from './settle.js';
import { setOutWithSticks } from './stick-journey.js';

void t.test('a day goes by stick and its answer comes back: both sides hold the same', async (t) => {
  const journey = await setOutWithSticks(t);
  await journey.slips(20);
  await journey.nano
    .use(inboxDatabase(journey.box))
    .insert({ type: 'note', text: 'नमस्ते' } as object, 'note:1');
  await settle();
  const stick = await journey.stick();
  const made = await journey.write(stick);
  t.equal(made.from, 0);
  t.equal(made.records, journey.running().facility.recordCount);
  const { boxes, failed } = await journey.atCentre(stick);
  t.same(failed, []);
  t.match(boxes, [{ box: journey.box, records: made.records, refused: [] }]);
  const taken = await journey.take(stick);
  t.match(taken.files, [{ receipt: { outcome: 'complete', agrees: made.upTo } }]);
  t.equal(taken.waiting, 0);
  const ledgers = await journey.ledgers();
  t.same(ledgers.there, ledgers.here);
  const news = await journey.news();
  t.same(news.here, news.there);

  await journey.slips(2);
  const second = await journey.write(await journey.stick());
  t.ok(second.records < 10, `${second.records} records: what is confirmed is not sent again`);
});

void t.test('sticks out of order, one lost and one taken twice, harm nothing', async (t) => {
  const journey = await setOutWithSticks(t);
  const sticks: string[] = [];
  for (let i = 0; i < 4; i += 1) {
    await journey.slips(3);
    sticks.push(await journey.stick());
    await journey.write(sticks[i] ?? '');
  }
  const [first = '', , third = '', fourth = ''] = sticks;
  await journey.atCentre(fourth);
  await journey.atCentre(first);
  await journey.atCentre(third);
  await journey.atCentre(fourth, first);
  for (const stick of [first, third, fourth, third]) await journey.take(stick);
  const taken = await journey.take(fourth);
  t.equal(taken.waiting, 0);
  t.match(taken.files.at(-1)?.receipt, { outcome: 'complete' });
  const { here, there } = await journey.ledgers();
  t.same(there, here);
  const last = await journey.stick();
  await journey.write(last);
  await journey.atCentre(last);
  await journey.take(last);
  const news = await journey.news();
  t.same(news.here, news.there);
});

void t.test('stick and line carry overlapping records, and the line finds nothing to mend', async (t) => {
  const journey = await setOutWithSticks(t);
  await journey.slips(5);
  const early = await journey.stick();
  await journey.write(early);
  await journey.atCentre(early);
  await journey.take(early);
  await journey.slips(5);
  const late = await journey.stick();
  await journey.write(late);
  await journey.layLine();
  await journey.slips(5);
  t.match(await journey.running().syncNow(), { kind: 'up-to-date', waiting: 0 });
  const { failed } = await journey.atCentre(late);
  t.same(failed, []);
  await journey.take(late);
  await journey.slips(1);
  t.match(await journey.running().syncNow(), { kind: 'up-to-date', waiting: 0 });
  const { here, there } = await journey.ledgers();
  t.same(there, here);
  const news = await journey.news();
  t.same(news.here, news.there);
});

void t.test('papers go when they are asked for, and not a second time', async (t) => {
  const journey = await setOutWithSticks(t);
  const scan = { content_type: 'image/jpeg', data: Buffer.from('a scan').toString('base64') };
  await journey
    .running()
    .facility.databases.papers.put({ _id: 'paper:1', _attachments: { 'scan.jpg': scan } });
  const stick = await journey.stick();
  t.equal((await journey.write(stick, true)).papers, 1);
  await journey.atCentre(stick);
  await journey.take(stick);
  const there = await journey.nano.use(papersDatabase(journey.box)).attachment.get('paper:1', 'scan.jpg');
  t.equal(Buffer.from(there).toString(), 'a scan');
  t.equal((await journey.write(await journey.stick(), true)).papers, 0);
});

void t.test('a centre that lost what it had gets it with the next stick', async (t) => {
  const journey = await setOutWithSticks(t);
  const carry = async (): Promise<string | undefined> => {
    await journey.slips(2);
    const stick = await journey.stick();
    await journey.write(stick);
    await journey.atCentre(stick);
    const { files } = await journey.take(stick);
    return files.at(-1)?.receipt?.outcome;
  };
  t.equal(await carry(), 'complete');
  await loseDatabase(journey.nano, facilityDatabase(journey.box));
  await prepareFacility({ nano: journey.nano, box: journey.box, password: 'box-password' });
  t.equal(await carry(), 'short');
  t.equal(await carry(), 'complete');
  const { here, there } = await journey.ledgers();
  t.same(there, here);
});

void t.test('what should not be taken is refused by name, and the rest is taken', async (t) => {
  const journey = await setOutWithSticks(t);
  await journey.slips(3);
  const stick = await journey.stick();
  const { file, signedBy } = await journey.write(stick);
  const whole = new Uint8Array(await readFile(join(stick, file)));
  const codes = async (bytes: Uint8Array): Promise<string[]> => {
    const place = await journey.stick();
    await writeFile(join(place, file), bytes);
    const { failed } = await journey.atCentre(place);
    return failed.map(({ error }) => error.code);
  };
  const bent = (at: number): Uint8Array => whole.map((byte, i) => (i === at ? byte ^ 4 : byte));
  t.same(await codes(whole.subarray(0, whole.length - 100)), ['stick-cut-off']);
  t.same(await codes(bent(whole.length - 20)), ['stick-damaged']);
  t.same(await codes(bent(20)), ['stick-damaged']);
  t.equal((await journey.ledgers()).there.length, 0, 'nothing was written');

  const other = await setOutWithSticks(t);
  const strange = await other.atCentre(stick);
  t.same(
    strange.failed.map(({ error }) => error.code),
    ['stick-wrong-key'],
  );

  t.same((await journey.atCentre(stick)).failed, []);
  await t.rejects(other.take(stick), { code: 'not-found' });
  const [answer = ''] = (await readdir(stick)).filter((name) => name.includes('from-centre'));
  await t.rejects(other.take(join(stick, answer)), { code: 'stick-wrong-key' });
  await t.rejects(journey.take(join(stick, file)), { code: 'stick-foreign' });

  await journey.nano
    .use<{ type: string; key: string }>('shared')
    .insert({ type: 'revoked-key', key: journey.running().seals.publicKey }, `revoked-key:${journey.box}:1`);
  await settle();
  const revoked = await journey.atCentre(stick);
  t.match(revoked.failed, [{ error: { code: 'stick-not-trusted', params: { by: signedBy } } }]);
});

void t.test('nothing is taken from a box whose access was ended, until a new code lets it in', async (t) => {
  const journey = await setOutWithSticks(t);
  const { nano, box } = journey;
  await journey.slips(2);
  const stick = await journey.stick();
  const { file } = await journey.write(stick);
  await nano.db.create('boxes').catch(() => undefined);
  await revokeBox({ nano, box, reason: 'चोरी', password: 'nobody-knows', at: '2026-11-21T04:00:00.000Z' });
  const { boxes, failed } = await journey.atCentre(stick);
  t.same(boxes, []);
  t.match(failed, [
    { file, error: { code: 'box-revoked', message: /चोरी/, hint: 'hints.takeNothingOrEnrol' } },
  ]);
  t.equal((await journey.ledgers()).there.length, 0, 'nothing was written');

  await enrolBox({
    ...{
      nano,
      box,
      url: 'http://127.0.0.1:5984',
      gateway: 'http://127.0.0.1:5985',
      password: 'another-one-64',
    },
    ...{ at: '2026-11-22T04:00:00.000Z', days: 7, again: false, unlisted: true },
  });
  t.same((await journey.atCentre(stick)).failed, []);
});

void t.test('one stick carries several boxes, and each takes only its own answer', async (t) => {
  const one = await setOutWithSticks(t);
  const two = await setOutWithSticks(t, one);
  const stick = await one.stick();
  for (const journey of [one, two]) {
    await journey.slips(2);
    await journey.write(stick);
    // The first time each box's key is accepted by hand.
    await journey.atCentre(stick);
  }
  const { boxes, failed } = await one.atCentre(stick);
  t.same(failed, []);
  t.same(boxes.map(({ box }) => box).sort(), [one.box, two.box].sort());
  for (const journey of [one, two]) {
    const taken = await journey.take(stick);
    t.equal(taken.waiting, 0);
    const { here, there } = await journey.ledgers();
    t.same(there, here);
  }
});
