import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpUser } from '../tests/http-user.js';
import { startServerProcess } from '../tests/server-process.js';
import { BENCH_LOGIN, fillStore } from './fill-store.js';
import { seededRandom } from './people.js';

// How long does a counter wait when ten are at work, against one alone on the same server? Each counter searches
// by mobile or by name and issues the slip of somebody whom it found, one after the other without a pause. The
// server is warm before it is measured, as it is all day but for its first minute.

const PATIENTS = Number(process.argv[2] ?? 45_000);
const RECORDS = Number(process.argv[3] ?? 300_000);
const WARM_UP = 20;
const SLIPS = 100;

interface Run {
  search: number[];
  slip: number[];
  seconds: number;
}

const folder = await mkdtemp(join(tmpdir(), 'nadi-counters-'));
try {
  console.log(`Filling a store with ${PATIENTS} patients and ${RECORDS} records …`);
  const store = await fillStore(folder, PATIENTS, RECORDS);
  const server = await startServerProcess(folder);
  const clerk = new HttpUser(server.origin);
  await clerk.logIn(BENCH_LOGIN.id, BENCH_LOGIN.password);
  const random = seededRandom(11);
  const ask = (): string => {
    const list = random() < 0.6 ? store.mobiles : store.names;
    return list[Math.floor(random() * list.length)] ?? '';
  };

  await work(clerk, 10, ask, WARM_UP);
  const alone = await work(clerk, 1, ask, SLIPS);
  const together = await work(clerk, 10, ask, SLIPS);
  const memory = peakMemory(server.child.pid ?? 0);
  clerk.close();
  await server.stop();
  const again = await startServerProcess(folder);
  await again.stop();

  report('one counter', alone);
  report('ten counters', together);
  console.log(
    JSON.stringify({
      patients: store.patients,
      records: store.records,
      p95_ms: percentile(all(together), 95),
      p95_ms_one: percentile(all(alone), 95),
      p95_ratio: round(percentile(all(together), 95) / percentile(all(alone), 95)),
      p50_ms: percentile(all(together), 50),
      p99_ms: percentile(all(together), 99),
      slips_per_s: round(together.slip.length / together.seconds),
      slips_per_s_one: round(alone.slip.length / alone.seconds),
      rss_mb: round(memory.now),
      rss_peak_mb: round(memory.peak),
      start_s: round(again.startMs / 1000),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function work(clerk: HttpUser, counters: number, ask: () => string, slips: number): Promise<Run> {
  const run: Run = { search: [], slip: [], seconds: 0 };
  const began = performance.now();
  await Promise.all(
    Array.from({ length: counters }, async () => {
      const user = clerk.sameSession();
      for (let done = 0; done < slips;) {
        const found = await timed(run.search, () => user.get(`/counter?q=${encodeURIComponent(ask())}`));
        const patients = [...found.body.matchAll(/name="patient" value="([^"]+)"/g)].map(([, id = '']) => id);
        const patient = patients[Math.floor(Math.random() * patients.length)];
        if (patient === undefined) continue;
        const issued = await timed(run.slip, () => user.post('/counter/slip', { patient }));
        if (!issued.location?.startsWith('/counter/slip/'))
          throw new Error(`A slip answered ${issued.status}.`);
        done += 1;
      }
      user.close();
    }),
  );
  run.seconds = (performance.now() - began) / 1000;
  return run;
}

async function timed<T>(into: number[], job: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const outcome = await job();
  into.push(performance.now() - began);
  return outcome;
}

function all({ search, slip }: Run): number[] {
  return [...search, ...slip];
}

function report(name: string, run: Run): void {
  for (const kind of ['search', 'slip'] as const) {
    const figures = [50, 95, 99].map((p) => `p${p} ${percentile(run[kind], p)} ms`).join(', ');
    console.log(`${name}, ${kind}: ${run[kind].length} requests, ${figures}`);
  }
}

function percentile(times: number[], p: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? NaN);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Resident memory of a process in MB, now and at its highest (Linux). */
function peakMemory(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (key: string): number =>
    Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
