import type { RestoreRecord } from '../../records/box.js';
import { FacilityError } from '../../records/facility-error.js';
import { facilityDatabase, inboxDatabase, type BoxId } from '../../records/ids.js';
import { openCentreDatabase, type Centre, type CentreDatabase } from '../../sync/centre-database.js';
import { centreError } from '../../sync/centre-error.js';
import { LINE_LIMITS, openLine } from '../../sync/centre-line.js';
import type { Forerunner } from '../../sync/forerunner.js';
import { REPLACED_PREFIX } from './watch-replacement.js';
import { readFeed } from './read-feed.js';
import type { RestoreSource, SourceCursor, SourcePart } from './restore-source.js';

/** A part of the ledger in the database of the box that wrote it; the last part has no known end. */
interface Stretch extends Omit<Forerunner, 'upTo'> {
  upTo: number | null;
  database: CentreDatabase;
}

export interface CentreSource extends RestoreSource {
  /** boxes that were named in the lost box's inbox to take over from it */
  replacedBy: BoxId[];
  /** the ledger's parts at the centre, oldest first */
  stretches: readonly Stretch[];
  close(): void;
}

export interface CentreSourceOptions {
  centre: Centre;
  /** the box that was lost; its forerunners are found by its `restore` records */
  box: BoxId;
  /** where the centre lacks a record, take what stands before it; the rest is taken in later, from sync */
  upToGap?: boolean;
}

/** The ledger of a lost box at the centre. Throws `centre-unreachable`, `centre-refused`, `restore-refused`. */
export async function openCentreSource({
  centre,
  box,
  upToGap = false,
}: CentreSourceOptions): Promise<CentreSource> {
  const line = openLine(centre.url, LINE_LIMITS);
  const open = (name: string): CentreDatabase => openCentreDatabase(centre, name, line);
  try {
    const stretches = await findStretches(open, box);
    const total = await countAll(stretches);
    const replacedBy = await readReplacements(open(inboxDatabase(box)));
    return {
      kind: 'centre',
      box,
      total,
      replacedBy,
      stretches,
      close: () => line.close(),
      read: (after, cursor, signal) => readStretches(stretches, total, { after, cursor, signal, upToGap }),
    };
  } catch (error) {
    line.close();
    throw error;
  }
}

async function findStretches(open: (name: string) => CentreDatabase, box: BoxId): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  let upTo: number | null = null;
  for (let next: BoxId | null = box; next !== null;) {
    const database = open(facilityDatabase(next));
    const restored = await readRestore(database, next);
    const isFirst = !/[a-z]$/.test(next);
    if (!isFirst && !restored) {
      throw new FacilityError('restore-refused', `The centre has no records of ${next} yet.`, {
        hint: 'hints.boxBefore',
        params: { reason: 'no-records', box: next },
      });
    }
    stretches.unshift({ box: next, from: restored?.upTo ?? 0, upTo, database });
    upTo = restored?.upTo ?? null;
    next = restored?.from ?? null;
  }
  return stretches;
}

async function readRestore(database: CentreDatabase, box: BoxId): Promise<RestoreRecord | null> {
  const prefix = `restore:${box}:`;
  const found = await ask(database, () =>
    database.database.allDocs<RestoreRecord>({
      startkey: prefix,
      endkey: `${prefix}\uffff`,
      include_docs: true,
    }),
  );
  const row = found.rows[0];
  return row && 'doc' in row && row.doc ? row.doc : null;
}

async function countAll(stretches: readonly Stretch[]): Promise<number> {
  let total = 0;
  for (const { database, from, upTo } of stretches) {
    total += upTo === null ? await ask(database, () => database.countRecords(0)) : upTo - from;
  }
  return total;
}

async function readReplacements(inbox: CentreDatabase): Promise<BoxId[]> {
  const range = { startkey: REPLACED_PREFIX, endkey: `${REPLACED_PREFIX}\uffff` };
  try {
    const { rows } = await inbox.database.allDocs(range);
    return rows.map(({ id }) => id.slice(REPLACED_PREFIX.length));
  } catch (cause) {
    // The new box's user does not see the lost one's inbox.
    const error = centreError(cause, inbox.name);
    if (error.code === 'centre-refused' && error.params['status'] !== 401) return [];
    throw error;
  }
}

async function ask<T>(database: CentreDatabase, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw centreError(cause, database.name);
  }
}

interface Reading {
  after: number;
  cursor: SourceCursor | null;
  signal: AbortSignal;
  upToGap: boolean;
}

async function* readStretches(
  stretches: readonly Stretch[],
  total: number,
  { after, cursor, signal, upToGap }: Reading,
): AsyncGenerator<SourcePart, void, void> {
  for (const { box, from, upTo, database } of stretches) {
    if (upTo !== null && upTo <= after) continue;
    const begin = Math.max(from, after);
    const since = cursor?.box === box ? cursor.since : 0;
    let last = begin;
    for await (const page of readFeed({ database, after: begin, upTo, since, signal })) {
      last = page.records.at(-1)?.n ?? last;
      yield {
        part: 'records',
        records: page.records,
        ...(page.since === null ? {} : { cursor: { box, since: page.since } }),
      };
      yield { part: 'progress', progress: { step: 'restore.records', done: last, total, unit: 'records' } };
      if (page.gap === undefined || (upTo === null && upToGap)) continue;
      throw new FacilityError(
        'restore-refused',
        `The centre lacks record ${page.gap.n} of ${box}, and has ${page.gap.more} after it.`,
        {
          hint: 'hints.bothOrUpToGap',
          params: { reason: 'gap', n: page.gap.n, box },
        },
      );
    }
    if (upTo !== null && last < upTo) {
      throw new FacilityError(
        'restore-refused',
        `The centre lacks records ${last + 1} to ${upTo} of ${box}.`,
        {
          hint: 'hints.restoreBoth',
          params: { reason: 'gap', n: last + 1, box },
        },
      );
    }
  }
}
