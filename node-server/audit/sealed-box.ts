import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { Facility } from '../facility.js';
import { sealKeyOf } from '../seal-key.js';
import { openSeals, type Seals } from '../seals.js';
import { setUpFacility } from '../set-up.js';

export const MORNING = Date.parse('2026-11-21T04:30:00.000Z');
export const DAY_MS = 86_400_000;

/** A clock that a test sets. */
export interface TestClock {
  at: number;
}

/** A temporary folder, removed after the test. */
export async function newFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-audit-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** For tests: a box that is set up, with asha for a clerk. */
export async function setUpBox(folder: string, clock: TestClock): Promise<void> {
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    staff: [{ id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk'], password: 'sealed-box-1' }],
    now: () => clock.at,
  });
}

export interface SealedBox {
  facility: Facility;
  seals: Seals;
  close(): Promise<void>;
}

/** Opens it as a start does, without pages. */
export async function openBox(
  folder: string,
  clock: TestClock,
  options: { lookEveryMs?: number; onTrouble?: (error: unknown) => void } = {},
): Promise<SealedBox> {
  const { secrets } = await readBoxFolder(folder);
  const facility = await Facility.open({ folder, box: 'BR1042', now: () => clock.at });
  const key = await sealKeyOf(folder, secrets);
  const onTrouble = options.onTrouble ?? ((error) => void error);
  const seals = await openSeals({ facility, key, ...options, onTrouble });
  return {
    facility,
    seals,
    async close() {
      await seals.stop();
      await facility.stop();
    },
  };
}

/** Registers a new patient and issues a slip: two records. */
export async function issueSlip({ facility }: SealedBox, clock: TestClock): Promise<string> {
  clock.at += 1_000;
  return facility.append({ by: 'asha' }, (draft) => {
    const { _id: patient } = draft.patient({ name: 'सुनीता देवी', sex: 'female', birthDate: '1988' });
    draft.visit({ patient, kind: 'new', station: 'vitals' });
    return patient;
  });
}

/** Runs a job to its end. */
export async function outcome<T>(job: Job<T>): Promise<T> {
  for (;;) {
    const step = await job.next();
    if (step.done) return step.value;
  }
}

/** Findings in short: `gap 4`, `changed 0-6 visit:…` */
export function told({ findings }: LedgerReport): string[] {
  return findings.map((one) => {
    if (one.kind === 'gap') return `gap ${one.from}${one.to === one.from ? '' : `-${one.to}`}`;
    if (one.kind !== 'changed') return `${one.kind} ${'id' in one ? one.id : ''}`;
    const { after, upTo } = one.between;
    return [`changed ${after}-${upTo ?? ''}`, ...one.suspects.map(({ id }) => id)].join(' ');
  });
}
