import { readFile } from 'node:fs/promises';
import { openDatabases, type Databases } from '../../node-server/store/databases.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Centre } from '../../sync/centre-database.js';
import { readNamedMark, type PushMark } from '../../sync/sync-mark.js';
import { serveCommands } from './child-process.js';
import { CONTENDERS, type Contender, type ContenderName } from './contender.js';

// The box of one measurement, in a process and on a host of its own: a ledger and one way to sync it.

export interface BoxCommands {
  [name: string]: (argument: never) => Promise<unknown>;
  open(options: BoxOptions): Promise<null>;
  /** writes the prepared records up to this one, not included; how many now stand */
  write(end: number): Promise<number>;
  /** seconds */
  push(nothing: null): Promise<number>;
  /** seconds */
  pull(nothing: null): Promise<number>;
  /** documents in the databases that come down */
  received(nothing: null): Promise<number>;
  /** bytes that the box itself counts, as for its day's budget; 0 by stock replication */
  handed(nothing: null): Promise<number>;
  close(nothing: null): Promise<null>;
}

export interface BoxOptions {
  folder: string;
  /** JSON: all records that may be written */
  records: string;
  contender: ContenderName;
  centre: Centre;
  box: string;
}

const BATCH = 500;
let databases: Databases;
let contender: Contender;
let records: LedgerRecord[] = [];
let written = 0;

const commands: BoxCommands = {
  open: async (options) => {
    records = JSON.parse(await readFile(options.records, 'utf8')) as LedgerRecord[];
    databases = await openDatabases(options.folder);
    contender = CONTENDERS[options.contender]({ ...options, databases });
    return null;
  },
  write: async (end) => {
    while (written < Math.min(end, records.length)) {
      const batch = records.slice(written, Math.min(end, written + BATCH));
      await databases.records.bulkDocs(batch);
      written += batch.length;
    }
    return written;
  },
  push: () => timed(() => contender.push()),
  pull: () => timed(() => contender.pull()),
  received: async () => {
    const counts = await Promise.all([databases.shared.info(), databases.inbox.info()]);
    return counts.reduce((sum, { doc_count: count }) => sum + count, 0);
  },
  handed: async () => (await readNamedMark<PushMark>(databases.records, 'nadi-push'))?.spent?.bytes ?? 0,
  close: async () => {
    await contender.close();
    return null;
  },
};

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

serveCommands(commands);
