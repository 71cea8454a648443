import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Backups } from '../node-server/backup/backups.js';
import { keepRecoveryKey } from '../node-server/backup/keep-recovery-key.js';
import { makeRecoveryKey } from '../node-server/backup/recovery-key.js';
import { Facility } from '../node-server/facility.js';
import { startFacility } from '../node-server/start.js';
import { addDays, dayOf } from '../records/day.js';
import { repositoryRoot } from '../templates/folder.js';
import { boxFacts, compareFacts } from '../tests/box-facts.js';
import { CounterAtWork } from './counter-at-work.js';
import { PlayedBox, PLAYED_BOX, PLAYED_LOGIN, RECORDS_PER_VISIT } from './play-days.js';

// What does a backup cost against `tar | gzip` of the data folder, and how long does a box take to come back from it?
// A box of 300,000 records (`make bench NAME=backup`, another number by `node dist/bench/backup.js 30000`) is backed up
// whole while a counter is at work, then once more after a day; its folder is deleted and restored by `nadi restore`.
// What comes back is held against what was there: ids, revisions, balances, queue and reports. Differences end it.

const RECORDS = Number(process.argv[2] ?? 300_000);
/** patients on a busy day of a PHC */
const VISITS = 150;
/** How long the counter is watched while nothing else goes on. */
const ALONE_MS = 5_000;
/** of a second, in `/proc` */
const TICKS = 100;
const NADI = join(repositoryRoot(), 'dist', 'cli', 'main.js');

interface BackupAnswer {
  bytes: number;
  from: number;
  upTo: number;
  kind: string;
}

interface Used {
  peakMb: number;
  /** seconds of all threads: on a busy machine the better figure */
  cpu: number;
}

interface Ended<T> extends Used {
  answer: T;
  seconds: number;
}

async function main(root: string): Promise<void> {
  const data = join(root, 'data');
  const stick = join(root, 'stick');
  const keyFile = join(root, 'words');
  const now = Date.now();
  const today = dayOf(now);
  const workDays = Math.max(2, Math.ceil(RECORDS / RECORDS_PER_VISIT / VISITS));
  const days = Array.from({ length: Math.ceil((workDays * 7) / 6) }, (_, i) =>
    addDays(today, -1 - i),
  ).reverse();
  console.log(`playing ${days.length} days of ${VISITS} patients`);
  const box = await PlayedBox.setUp(data, days[0] ?? today, VISITS);
  const key = await makeRecoveryKey();
  await writeFile(keyFile, `${key.words.join(' ')}\n`);
  await keepRecoveryKey(data, key.recipient);
  await box.playDays(days.slice(0, -1), () => VISITS);

  const full = await whileServing(box, () => backUp(data, stick));
  console.log(
    `full: ${full.answer.bytes} bytes of ${full.answer.upTo} records in ${full.seconds} s; a counter's pages ` +
      `waited ${full.alone.p95} ms before and ${full.during.p95} ms meanwhile (p95), ${full.during.most} ms at most`,
  );
  await box.playDays(days.slice(-1), () => VISITS);
  const day = await whileServing(box, () => backUp(data, stick));
  await box.playUntil(now, VISITS / 3);
  const last = await backUpAlone(data, stick);
  const theirs = await tarGzip(data);
  console.log(`a day: ${day.answer.bytes} bytes of ${day.answer.upTo - day.answer.from} records`);
  console.log(`tar | gzip: ${theirs.bytes} bytes in ${theirs.seconds} s`);

  const old = await Facility.open({ folder: data, box: PLAYED_BOX, now: Date.now });
  // The record of the last backup came after it.
  const records = last.upTo;
  const before = await boxFacts(old, records);
  await old.stop();
  await rm(data, { recursive: true });
  const restored = await nadi<{ box: string; records: number; head: string }>(
    ...['restore', '--data', data, '--from-backup', stick, '--recovery-key-file', keyFile, '--port', '0'],
  );
  console.log(
    `restored ${restored.answer.records} records in ${restored.seconds} s (${restored.cpu} s of processor), ${restored.peakMb} MB`,
  );
  if (restored.answer.records !== records) throw new Error(`${records} records were there.`);
  if (restored.answer.head !== before['head']) throw new Error('The chain of the records is another.');
  await goesOn(data, restored.answer.box, before, records);

  const answer = {
    records,
    full_bytes: full.answer.bytes,
    tar_bytes: theirs.bytes,
    full_ratio: round(full.answer.bytes / theirs.bytes),
    day_records: day.answer.upTo - day.answer.from,
    day_bytes: day.answer.bytes,
    full_s: full.seconds,
    tar_s: theirs.seconds,
    day_s: day.seconds,
    restore_s: restored.seconds,
    restore_cpu_s: restored.cpu,
    restore_rss_mb: restored.peakMb,
    server_rss_mb: full.peakMb,
    page_p95_ms_before: full.alone.p95,
    page_p95_ms: full.during.p95,
    page_most_ms: full.during.most,
  };
  console.log(JSON.stringify(answer));
}

/** Does something while the box serves and a counter is at work; first the counter works alone for a moment. */
async function whileServing<T>(box: PlayedBox, work: () => Promise<T>) {
  const running = await startFacility({ folder: box.folder, port: 0, host: '127.0.0.1', now: box.clock.now });
  const counter = await CounterAtWork.logIn(running.addresses[0] ?? '', PLAYED_LOGIN);
  try {
    await counter.workFor(50);
    const alone = await counter.measure(() => pause(ALONE_MS));
    const { outcome, ...during } = await counter.measure(work);
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
    return { ...outcome, alone, during, peakMb };
  } finally {
    counter.close();
    await running.stop();
  }
}

function backUp(data: string, stick: string) {
  return nadi<BackupAnswer>('backup', 'now', '--data', data, '--to', stick);
}

/** Without a server, which would write on after it. */
async function backUpAlone(data: string, stick: string): Promise<BackupAnswer> {
  const facility = await Facility.open({ folder: data, box: PLAYED_BOX, now: Date.now });
  try {
    const backups = await Backups.open({ facility, folder: data, log: () => undefined, lookEveryMs: 0 });
    const job = backups.make({ to: stick });
    for (let step = await job.next(); ; step = await job.next()) if (step.done) return step.value;
  } finally {
    await facility.stop();
  }
}

/** The restored box is what the lost one was, and writes on. */
async function goesOn(
  data: string,
  box: string,
  before: Record<string, unknown>,
  records: number,
): Promise<void> {
  const facility = await Facility.open({ folder: data, box, now: Date.now });
  try {
    compareFacts(before, await boxFacts(facility, records));
    const n = await facility.append({ by: PLAYED_LOGIN.id }, (draft) => {
      const patient = draft.patient({ name: 'सीता देवी', sex: 'female', birthDate: '1990' });
      return draft.visit({ patient: patient._id, kind: 'new', station: 'vitals' }).n;
    });
    // After the `restore` record and the patient.
    if (n !== records + 3) throw new Error(`The new box's numbers go on with ${n} after ${records}.`);
  } finally {
    await facility.stop();
  }
}

/** Runs a command as an operator does, in a process of its own; its answer, its time and the most memory it took. */
async function nadi<T>(...args: string[]): Promise<Ended<T>> {
  const began = performance.now();
  const child = spawn(process.execPath, [NADI, ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let trouble = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (trouble = `${trouble}${chunk.toString()}`.slice(-2_000)));
  let used: Used = { peakMb: 0, cpu: 0 };
  const look = setInterval(() => (used = usedBy(child.pid) ?? used), 100);
  const status = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(look);
  if (status !== 0) throw new Error(`nadi ${args[0] ?? ''} ended with ${String(status)}: ${trouble}`);
  return { answer: JSON.parse(said.trim().split('\n').at(-1) ?? '') as T, seconds: since(began), ...used };
}

/** Linux only; null elsewhere and where the process has ended. */
function usedBy(pid = 0): Used | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, , , , , , , , , , , user, system] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return {
      peakMb: Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024),
      cpu: (Number(user) + Number(system)) / TICKS,
    };
  } catch {
    return null;
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

const root = await mkdtemp(join(tmpdir(), 'nadi-bench-'));
try {
  await main(root);
} finally {
  await rm(root, { recursive: true, force: true });
}
