import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEMO_BOX } from '../../cli/demo/demo-staff.js';
import { facilityDatabase } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { issueCertificate, makeLocalCa, type KeyedCertificate } from '../../node-server/tls/local-ca.js';
import type { LineStats, ProfileName } from '../line-profiles.js';
import type { BenchLine } from './bench-line.js';
import type { BoxCommands } from './box-process.js';
import type { CentreCommands, CentreOptions } from './centre-process.js';
import { Child } from './child-process.js';
import type { ContenderName } from './contender.js';
import type { FrontCounts } from './front.js';
import { ofBox } from './prepared-records.js';

/** What all measurements of a run share. */
export interface StageSet {
  folder: string;
  openLine: (profile: ProfileName, seed: number) => Promise<BenchLine>;
  couch: CentreOptions['couch'];
  ca: KeyedCertificate;
  trust: string;
}

export interface StageOptions {
  profile: ProfileName;
  contender: ContenderName;
  records: LedgerRecord[];
  /** of the line's luck */
  seed?: number;
}

/** What a piece of work cost. */
export interface Cost {
  seconds: number;
  /** thousand bytes each way */
  upKb: number;
  downKb: number;
  connections: number;
  requests: number;
  /** bytes of the requests' bodies that came to the centre */
  bodyBytes: number;
  /** bytes, both ways, that the box counted on its own connections to the gateway, without those of TLS and TCP */
  handedBytes: number;
}

const DAY_MS = 86_400_000;
const PASSWORD = 'box-password';
/** The line has done with a piece of work when nothing has moved for so long. */
const QUIET_MS = 2_000;
const LONGEST_QUIET_MS = 15_000;

export async function makeTrust(folder: string): Promise<Pick<StageSet, 'ca' | 'trust'>> {
  const ca = makeLocalCa('bench', spanOfToday());
  const trust = join(folder, 'ca.pem');
  await writeFile(trust, ca.certificate);
  return { ca, trust };
}

/** A box and a centre on the two ends of one line, prepared for each other; nothing has been said yet. */
export class Stage {
  private constructor(
    private readonly set: StageSet,
    readonly name: string,
    readonly line: BenchLine,
    readonly centre: Child<CentreCommands>,
    readonly box: Child<BoxCommands>,
    private readonly folder: string,
  ) {}

  static async open(set: StageSet, options: StageOptions): Promise<Stage> {
    const { profile, contender, records, seed = 1 } = options;
    const name = set.couch ? `BR${randomInt(10_000, 999_999)}` : DEMO_BOX;
    const folder = await mkdtemp(join(set.folder, 'stage-'));
    const line = await set.openLine(profile, seed);
    const centre = new Child<CentreCommands>('centre', line.run('centre', scriptOf('centre')));
    const box = new Child<BoxCommands>('box', line.run('box', scriptOf('box'), set.trust));
    const stage = new Stage(set, name, line, centre, box, folder);
    try {
      const names = { dns: [], addresses: [line.centreHost] };
      const certificate = issueCertificate(set.ca, names, spanOfToday());
      const { port } = await centre.ask('start', {
        host: line.centreHost,
        certificate,
        couch: set.couch,
        spoolFolder: join(folder, 'spool'),
      });
      const { host, port: reached } = await line.reach(port);
      await centre.ask('prepare', { box: name, password: PASSWORD });
      const prepared = join(folder, 'records.json');
      await writeFile(prepared, JSON.stringify(set.couch ? ofBox(records, name) : records));
      const url = `https://${host}:${reached}`;
      const account = { url, user: name, password: PASSWORD, gateway: url };
      await box.ask('open', { folder, records: prepared, contender, centre: account, box: name });
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** What it costs until the work is done, and bytes until the line is quiet again. */
  async measure(work: () => Promise<number>): Promise<Cost> {
    const before = await this.#counts();
    const seconds = await work();
    await this.#quiet();
    const after = await this.#counts();
    return {
      seconds,
      upKb: (after.up - before.up) / 1_000,
      downKb: (after.down - before.down) / 1_000,
      connections: after.connections - before.connections,
      requests: after.requests - before.requests,
      bodyBytes: after.bodyBytes - before.bodyBytes,
      handedBytes: after.handedBytes - before.handedBytes,
    };
  }

  push = (): Promise<number> => this.box.ask('push', null);
  pull = (): Promise<number> => this.box.ask('pull', null);

  /** Throws where the centre does not hold so many records of the box. */
  async mustHold(records: number): Promise<void> {
    const there = await this.centre.ask('count', facilityDatabase(this.name));
    if (there !== records) throw new Error(`The centre holds ${there} of ${records} records.`);
  }

  async #quiet(): Promise<void> {
    const began = performance.now();
    let last = await this.line.stats();
    for (let since = began; performance.now() - since < QUIET_MS;) {
      if (performance.now() - began > LONGEST_QUIET_MS) return;
      await pause(700);
      const now = await this.line.stats();
      if (now.up + now.down !== last.up + last.down) since = performance.now();
      last = now;
    }
  }

  async #counts(): Promise<LineStats & FrontCounts & { handedBytes: number }> {
    const handedBytes = await this.box.ask('handed', null);
    return { ...(await this.line.stats()), ...(await this.centre.ask('counts', null)), handedBytes };
  }

  async close(): Promise<void> {
    if (this.set.couch) await this.centre.ask('remove', this.name).catch(() => undefined);
    this.box.end();
    this.centre.end();
    await this.line.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function scriptOf(side: 'box' | 'centre'): string {
  return fileURLToPath(new URL(`./${side}-process.js`, import.meta.url));
}

function spanOfToday(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
}
