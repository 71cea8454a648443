import t from 'tap';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { constants } from 'node:zlib';
import { makeSealKey } from '../../records/make-seal-key.js';
import { openSealKey } from '../../records/seal.js';
import { sealEnvelope } from '../bundle/envelope.js';
import { flipStick } from './flip-stick.js';
import { readStick } from './read-stick.js';
import { makeSample, writeSampleStick, type SampleStick } from './sample-stick.js';
import { brokenBy, verifyStick } from './verify-stick.js';

async function findings(sample: SampleStick, records: LedgerRecord[]): Promise<string[]> {
  const path = await writeSampleStick(sample, { records });
  const job = verifyStick(path, [sample.identity], { judge: () => undefined });
  for (;;) {
    const step = await job.next();
    if (step.done)
      return step.value.report.findings.map((one) => ('id' in one ? `${one.kind} ${one.id}` : one.kind));
  }
}

async function read(sample: SampleStick, path: string): Promise<void> {
  for await (const piece of readStick(path, [sample.identity])) void piece;
}

void t.test('a file that was written is read back whole, its chain and its seals with it', async (t) => {
  const sample = await makeSample(t, 30);
  t.same(await findings(sample, sample.records), []);
});

void t.test(
  'what was deleted, reordered, inserted or back-dated inside a signed file is named',
  async (t) => {
    const sample = await makeSample(t, 12);
    const { records } = sample;
    const [third, fourth] = records.slice(2, 4);
    if (!third || !fourth) throw new Error('no records');
    const without = records.filter(({ n }) => n !== 4);
    t.same((await findings(sample, without)).slice(0, 1), ['gap']);
    const swapped = records.map((one) => (one === third ? fourth : one === fourth ? third : one));
    t.match(await findings(sample, swapped), ['reordered visit:BR1042:20261121-004']);
    const inserted = [
      ...records.slice(0, 4),
      { ...fourth, _id: 'visit:BR1042:20261121-099' },
      ...records.slice(4),
    ];
    t.match(await findings(sample, inserted), ['duplicate visit:BR1042:20261121-099']);
    const early = records.map((one) => (one === fourth ? { ...one, at: '2026-11-20T04:30:00.000Z' } : one));
    const found = await findings(sample, early);
    t.ok(
      found.some((one) => one === 'backdated visit:BR1042:20261121-004'),
      found.join(', '),
    );
  },
);

void t.test('a flipped bit is refused, with the place where it lies', async (t) => {
  const sample = await makeSample(t, 60);
  t.same(await flipStick(await writeSampleStick(sample), sample.identity, 120), []);
});

void t.test('a later format, and a piece that would fill the memory, are refused by name', async (t) => {
  const sample = await makeSample(t, 3);
  const later = await writeSampleStick(sample, { header: { format: 2 } });
  await t.rejects(read(sample, later), { code: 'stick-newer' });
  const parts = { primer: 1, bits: new Uint8Array(8), texts: new Uint8Array(256 * 1024 * 1024) };
  const bytes = await sealEnvelope(2, parts, constants.BROTLI_MIN_QUALITY);
  const grows = await writeSampleStick(sample, {
    header: { id: 'b'.repeat(32), at: '2026-11-21T11:00:00.000Z' },
    pieces: (letter) => [letter, { kind: 'records', bytes, count: 1 }],
  });
  await t.rejects(read(sample, grows), { code: 'stick-damaged', message: /would grow beyond/ });
});

void t.test('a box that was off for a summer, or whose clock was wrong, is taken all the same', async (t) => {
  const { identity, ...sample } = await makeSample(t, 6, (n) => (n > 3 ? 90 : 0));
  const path = await writeSampleStick({ identity, ...sample });
  const job = verifyStick(path, [identity], { judge: () => undefined });
  let step = await job.next();
  while (!step.done) step = await job.next();
  const { report } = step.value;
  t.match(report.findings, [{ kind: 'clock-jump' }]);
  t.equal(brokenBy(report), undefined);
});

void t.test(
  'what somebody else made in the name of a box is refused: anybody can encrypt to the centre',
  async (t) => {
    const sample = await makeSample(t, 3);
    const forged = await writeSampleStick(
      { ...sample, key: openSealKey(makeSealKey()) },
      {
        pieces: (first) =>
          first.kind === 'letter'
            ? [{ ...first, letter: { ...first.letter, signer: sample.key.public } }]
            : [],
      },
    );
    await t.rejects(read(sample, forged), {
      code: 'stick-damaged',
      message: /signature of .* does not hold/,
    });
  },
);
