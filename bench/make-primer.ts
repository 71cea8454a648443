import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../templates/folder.js';
import { loadReference, type Reference } from '../templates/reference.js';
import { writeDayOfVisits } from './day-of-visits.js';

const NAMES = ['नमूना', 'Sample'];
const EXAMINED = ['सामान्य', 'normal', 'chest clear, no pallor', 'गला लाल'];
const REASONS = ['बुखार', 'cough', 'दवा लेने', 'follow up'];
const REMARKS = ['खाने के बाद', 'repeat', 'दुबारा नापें'];

/**
 * Makes the records that a bundle's models have learnt from before the first real one (ADR 19): the words of the lists,
 * then a short invented day, so that shapes and habits are known. What a version of Nadi has once used is never made
 * anew: a reader needs it for ever. So this refuses a number that stands.
 */
async function main(): Promise<void> {
  const version = Number(process.argv[2]);
  if (!(version > 0)) throw new TypeError('Say which primer to make: node dist/bench/make-primer.js 2');
  const folder = await mkdtemp(join(tmpdir(), 'nadi-primer-'));
  try {
    const { facility, records } = await writeDayOfVisits(join(folder, 'data'), {
      ...{ visits: 16, known: 60, seed: 7, typed: false },
    });
    await facility.stop();
    const all = [...vocabulary(loadReference()), ...records.map((record, i) => plain({ ...record }, i))];
    const lines = all.map((record, i) => JSON.stringify(asWritten(record, i + 1)));
    const file = join(repositoryRoot(), 'sync/bundle/primers', `${version}.json`);
    await writeFile(file, `[\n${lines.join(',\n')}\n]\n`, { flag: 'wx' });
    console.log(JSON.stringify({ file, records: all.length, bytes: lines.join('').length }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One record for each list: what is chosen from a list is then a number. */
function vocabulary({ complaints, advice, diagnoses, drugs, dosePatterns, labTests }: Reference): object[] {
  const at = '2026-11-21T03:30:00.000Z';
  const envelope = { at, by: 'nadi', v: 1 };
  const visit = 'visit:BR1042:20261121-900';
  const patient = 'patient:BR1042-000900-5';
  const part = (type: string, kind: string, n: number, fields: object): object => ({
    ...{ patient, ...fields, _id: `${visit}:${kind}:${n}`, type },
    ...envelope,
  });
  const patterns = [...dosePatterns.keys()];
  const lines = [...drugs].map(([drug, { name, doseUnit }], i) => ({
    ...{ line: i + 1, drug, name: name.en },
    dose: {
      ...{ pattern: patterns[i % patterns.length], amount: 1, unit: doseUnit, days: 5 },
      ...(i % 4 > 0 ? { food: 'after' } : {}),
    },
    quantity: 10,
    ...(i % 8 === 0 ? { note: REMARKS[0] } : {}),
  }));
  return [
    part('consultation', 'consultation', 1, {
      complaints: [...complaints.values()].flatMap(({ name }) => [{ text: name.hi }, { text: name.en }]),
      advice: [...advice.values()].flatMap(({ name }) => [name.hi, name.en]),
    }),
    ...[...diagnoses].map(([code, { name }], i) =>
      part('diagnosis', 'diagnosis', i + 1, { code, text: name, certainty: 'provisional' }),
    ),
    part('prescription', 'rx', 1, { lines }),
    part('lab-order', 'lab-order', 1, { tests: [...labTests.keys()] }),
    ...[...labTests].map(([test, { unit }], i) =>
      part('lab-result', 'lab-result', i + 1, {
        ...{ order: `${visit}:lab-order:1`, test, value: 1, flag: 'normal' },
        ...(unit ? { unit } : {}),
      }),
    ),
  ];
}

/** With its keys in the order in which the ledger writes them, and a number of its own. */
function asWritten(record: object, n: number): object {
  const { _id, type, n: old, at, by, v, ...fields } = record as Record<string, unknown> & { _id: string };
  const numbered = `:${String(old)}`;
  const id =
    _id.startsWith('visit:') || !_id.endsWith(numbered) ? _id : `${_id.slice(0, -numbered.length)}:${n}`;
  return { ...fields, _id: id, type, n, at, by, v };
}

/** Without what is somebody's; with short notes where people type some. */
function plain({ _rev, ...record }: Record<string, unknown> & { type: string }, i: number): object {
  void _rev;
  const pick = (list: string[]): string => list[i % list.length] ?? '';
  const { type } = record;
  if (type === 'patient') {
    const { mobile, village, relative, ...rest } = record;
    return {
      ...rest,
      name: `${pick(NAMES)} ${i}`,
      ...(relative ? { relative: { ...relative, name: `${pick(NAMES)} ${i + 1}` } } : {}),
      ...(village ? { village: pick(['गाँव', 'Village']) } : {}),
      ...(mobile ? { mobile: String(9_000_000_000 + i) } : {}),
    };
  }
  if (type === 'consultation' && i % 3 > 0) return { ...record, examination: pick(EXAMINED) };
  if (type === 'visit' && i % 2 === 0) return { ...record, reason: pick(REASONS) };
  if (type === 'vitals' && i % 7 === 0) return { ...record, note: pick(REMARKS) };
  return record;
}

await main();
