import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import t from 'tap';
import { flipStick } from '../../sync/stick/flip-stick.js';
import { makeSample, writeSampleStick } from '../../sync/stick/sample-stick.js';
import { flipBackup } from '../backup/flip-backup.js';
import { flipExport, flipStore, makeStoredBox, mulberry } from './flip-box.js';
import { newFolder } from './sealed-box.js';

const SAMPLES = 2_000;

t.setTimeout(900_000);

const box = makeStoredBox(t);
const random = mulberry(2026);

void t.test(
  `of ${SAMPLES} bytes flipped in a copy of the ledger each is refused, found, or changes no document`,
  async (t) => {
    const { wrong, refused, found, harmless } = await flipStore(t, await box, SAMPLES, random);
    t.comment(JSON.stringify({ refused, found, harmless }));
    t.same(wrong, []);
    t.equal(refused + found + harmless.length, SAMPLES);
  },
);

void t.test(`of ${SAMPLES} bytes flipped in an export none passes`, async (t) => {
  const { passed, placed } = await flipExport(await box, SAMPLES, random);
  t.same(passed, []);
  t.ok(placed > 0.8, `most say where (${placed})`);
});

void t.test(`of ${SAMPLES} bytes flipped in a backup each is refused with its place`, async (t) => {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  t.same(await flipBackup({ folder: await newFolder(t), identity, recipient }, SAMPLES), []);
});

void t.test(`of ${SAMPLES} bytes flipped in a file for a stick each is refused with its place`, async (t) => {
  const sample = await makeSample(t, 1_000);
  t.same(await flipStick(await writeSampleStick(sample), sample.identity, SAMPLES), []);
});
