import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../records/progress.js';
import { Backups } from '../node-server/backup/backups.js';
import { keepRecoveryKey } from '../node-server/backup/keep-recovery-key.js';
import { makeRecoveryKey } from '../node-server/backup/recovery-key.js';
import { Facility } from '../node-server/facility.js';
import { BENCH_LOGIN, fillStore } from './fill-store.js';
import { people } from './people.js';

const RECORDS = Number(process.argv[2] ?? 300_000);
const PATIENTS = Math.ceil(RECORDS / 6);
/** patients on a busy day of a PHC */
const DAY_VISITS = 150;

/**
 * A full backup and one day's increment, written, encrypted and read back, against `tar | gzip` of the data folder.
 * The last line is one JSON object: sizes in bytes, times in seconds, `full_ratio` ours over theirs.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-bench-'));
  const data = join(folder, 'data');
  const target = join(folder, 'stick');
  try {
    console.log(`filling a box with ${RECORDS} records`);
    await fillStore(data, PATIENTS, RECORDS);
    await keepRecoveryKey(data, (await makeRecoveryKey()).recipient);
    const theirs = await tarGzip(data);
    const facility = await Facility.open({ folder: data, box: 'BR1042', now: Date.now });
    const backups = await Backups.open({ facility, folder: data, log: () => undefined, lookEveryMs: 0 });
    const before = process.memoryUsage.rss();
    const full = await measured(backups.make({ to: target }));
    console.log(
      `full: ${full.result.bytes} bytes, of it written ${full.written} s; pages waited ${full.longestMs} ms at most`,
    );
    await writeDay(facility);
    const day = await measured(backups.make({ to: target }));
    const records = facility.recordCount;
    await facility.stop();
    console.log(`tar | gzip: ${theirs.bytes} bytes in ${theirs.seconds} s`);
    const answer = {
      records,
      full_bytes: full.result.bytes,
      tar_bytes: theirs.bytes,
      full_ratio: round(full.result.bytes / theirs.bytes),
      day_records: day.result.upTo - day.result.from,
      day_bytes: day.result.bytes,
      full_s: full.seconds,
      write_s: full.written,
      tar_s: theirs.seconds,
      day_s: day.seconds,
      longest_turn_ms: full.longestMs,
      more_memory_mb: Math.round((full.peak - before) / 1e6),
    };
    console.log(JSON.stringify(answer));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a job; also the most memory that it took, and the longest time for which nothing else had its turn. */
async function measured<T>(job: Job<T>) {
  const began = performance.now();
  let written = 0;
  let peak = 0;
  let longestMs = 0;
  let turn = began;
  const timer = setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, Math.round(now - turn - 5));
    turn = now;
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  for (;;) {
    const step = await job.next();
    if (step.done) {
      clearInterval(timer);
      return { result: step.value, seconds: since(began), written, peak, longestMs };
    }
    if (step.value.step === 'backup.writing') written = since(began);
  }
}

/** A day's records: each patient is registered, measured, sent on and seen. */
async function writeDay(facility: Facility): Promise<void> {
  for (const person of people({ count: DAY_VISITS, visits: 0, seed: 8 })) {
    if (person.type !== 'patient') continue;
    const { _id, type, n, at, by, v, ...particulars } = person;
    void [_id, type, at, by, v];
    await facility.append({ by: BENCH_LOGIN.id }, (draft) => {
      const patient = draft.patient(particulars)._id;
      const visit = draft.visit({ patient, kind: 'new', station: 'vitals' })._id;
      draft.part(visit, 'vitals', { patient, pulse: 60 + (n % 37), weightKg: 40 + (n % 29) });
      draft.part(visit, 'move', { patient, action: 'transfer', station: 'vitals', to: 'doctor' });
      draft.part(visit, 'move', { patient, action: 'finish', station: 'doctor' });
    });
  }
}

function tarGzip(folder: string): Promise<{ bytes: number; seconds: number }> {
  const began = performance.now();
  const shell = spawn('sh', ['-c', `tar -cf - -C "${folder}" . | gzip | wc -c`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    shell.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    shell.once('error', reject);
    shell.once('close', () => resolve({ bytes: Number(text), seconds: since(began) }));
  });
}

function since(began: number): number {
  return round((performance.now() - began) / 1000);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

await main();
