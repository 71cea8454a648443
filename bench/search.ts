/**
 * How long does a clerk wait for a patient's name or mobile number, in 45,000 and in 450,000 patients, and how long
 * with a PouchDB `find` by regular expression on the same people?
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import find from 'pouchdb-find';
import { parsePatientId } from '../records/ids.js';
import { PatientDirectory } from '../records/patient-directory.js';
import type { PatientRecord } from '../records/people.js';
import { people, seededRandom } from './people.js';

const SMALL = 45_000;
const LARGE = 450_000;
const QUERIES = 2_000;
const POUCH_QUERIES = 12;

PouchDB.plugin(leveldbAdapter).plugin(find);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Query {
  kind: 'name' | 'half' | 'common' | 'mobile' | 'mobile-end';
  text: string;
}

const small = measureOurs(SMALL);
const large = measureOurs(LARGE);
const pouch = await measurePouch(small.patients);
const speedup = { name: pouch.name / small.p95.names, mobile: pouch.mobile / small.p95.mobiles };
console.log(
  `PouchDB find in ${SMALL}: name p95 ${round(pouch.name)} ms, mobile p95 ${round(pouch.mobile)} ms`,
);
console.log(
  JSON.stringify({
    p95_ms_45k: round(small.p95.all),
    p95_ms_450k: round(large.p95.all),
    growth: round(large.p95.all / small.p95.all),
    speedup: Math.round(speedup.name),
    speedup_mobile_indexed: round(speedup.mobile),
    name_p95_ms_45k: round(small.p95.names),
    name_p95_ms_450k: round(large.p95.names),
    mobile_p95_ms_45k: round(small.p95.mobiles),
    mobile_p95_ms_450k: round(large.p95.mobiles),
    pouch_name_p95_ms_45k: round(pouch.name),
    pouch_mobile_p95_ms_45k: round(pouch.mobile),
    found_of_100: small.foundOf100,
    heap_mb_45k: small.memory,
    heap_mb_450k: large.memory,
    restore_ms_45k: small.restore,
  }),
);

function measureOurs(count: number): {
  patients: PatientRecord[];
  p95: { all: number; names: number; mobiles: number };
  memory: number;
  restore: number;
  foundOf100: number;
} {
  const before = memoryMb();
  const directory = new PatientDirectory('BR1042');
  for (const record of people({ count })) {
    // Through JSON, as from a store: else the generator's shared texts would flatter the memory.
    directory.apply(JSON.parse(JSON.stringify(record)) as typeof record);
  }
  const memory = Math.round(memoryMb() - before);
  const patients: PatientRecord[] = [];
  for (const record of people({ count })) {
    if (record.type === 'patient' && serialOf(record) % (count / SMALL) === 0) patients.push(record);
  }

  const queries = makeQueries(patients);
  for (const query of queries.slice(0, 500)) ask(directory, query);
  const times = queries.map((query) => {
    const start = performance.now();
    ask(directory, query);
    return { query, ms: performance.now() - start };
  });
  const p95 = {
    all: percentile(
      times.map((time) => time.ms),
      95,
    ),
    names: percentile(
      times.filter(({ query }) => !query.kind.startsWith('mobile')).map((time) => time.ms),
      95,
    ),
    mobiles: percentile(
      times.filter(({ query }) => query.kind.startsWith('mobile')).map((time) => time.ms),
      95,
    ),
  };
  const sample = patients.filter((_, i) => i % Math.ceil(patients.length / 100) === 0);
  const found = sample.filter((patient) => {
    const options = { sex: patient.sex, village: patient.village, limit: 50 };
    return directory.findByName(patient.name, options).some(({ id }) => id === patient._id);
  });
  const foundOf100 = Math.round((found.length / sample.length) * 100);

  let restore = 0;
  if (count === SMALL) {
    const json = JSON.stringify(directory.snapshot());
    const start = performance.now();
    PatientDirectory.restore(JSON.parse(json));
    restore = Math.round(performance.now() - start);
  }
  console.log(`ours in ${count}: p95 ${round(p95.all)} ms (names ${round(p95.names)}), about ${memory} MB`);
  return { patients, p95, memory, restore, foundOf100 };
}

function serialOf(patient: PatientRecord): number {
  return parsePatientId(patient._id)?.serial ?? 0;
}

function ask(directory: PatientDirectory, query: Query): void {
  directory.search(query.text, { limit: 10 });
}

/** What clerks type: half of it names, whole and half typed, a tenth a bare "Devi", the rest mobile numbers. */
function makeQueries(patients: PatientRecord[]): Query[] {
  const random = seededRandom(7);
  const queries: Query[] = [];
  while (queries.length < QUERIES) {
    const patient = patients[Math.floor(random() * patients.length)]!;
    const turn = queries.length % 10;
    if (turn < 3) queries.push({ kind: 'name', text: patient.name });
    else if (turn < 5) {
      const length = 1 + Math.floor(random() * patient.name.length);
      queries.push({ kind: 'half', text: patient.name.slice(0, length) });
    } else if (turn === 5) {
      const words = ['Devi', 'देवी', 'Kumar', 'कुमारी', 'Sunita', 'Ram'];
      queries.push({ kind: 'common', text: words[Math.floor(random() * words.length)]! });
    } else if (patient.mobile !== undefined) {
      const whole = turn < 9;
      const text = whole ? patient.mobile : patient.mobile.slice(-4);
      queries.push({ kind: whole ? 'mobile' : 'mobile-end', text });
    }
  }
  return queries;
}

/** Names by a regular expression, as nothing but a scan can answer; mobiles by an index, as one would. */
async function measurePouch(patients: PatientRecord[]): Promise<{ name: number; mobile: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-bench-search-'));
  const db = new PouchDB<PatientRecord>(join(folder, 'patients'), { adapter: 'leveldb' });
  try {
    for (let i = 0; i < patients.length; i += 1000) await db.bulkDocs(patients.slice(i, i + 1000));
    await db.createIndex({ index: { fields: ['mobile'] } });
    await db.find({ selector: { mobile: '9000000000' } });
    const queries = makeQueries(patients);
    const names: number[] = [];
    for (const { text } of queries.filter(({ kind }) => kind === 'name').slice(0, POUCH_QUERIES)) {
      const start = performance.now();
      await db.find({ selector: { name: { $regex: new RegExp(text, 'i') } }, limit: 10 });
      names.push(performance.now() - start);
    }
    const mobiles: number[] = [];
    for (const { text } of queries.filter(({ kind }) => kind === 'mobile').slice(0, 200)) {
      const start = performance.now();
      await db.find({ selector: { mobile: text }, limit: 10 });
      mobiles.push(performance.now() - start);
    }
    return { name: percentile(names, 95), mobile: percentile(mobiles, 95) };
  } finally {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

/** Heap and typed arrays, after a collection. */
function memoryMb(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
