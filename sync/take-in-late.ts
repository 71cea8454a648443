import type { ForerunnerWork } from './forerunner.js';
import { keepFresh } from './keep-fresh.js';

interface Numbered {
  n?: number;
}

/** Changes asked for at once. */
const PAGE = 1_000;
/** The first look back from the newest change, in changes; each further one is ten times as long. */
const LOOK_BACK = 200;

/**
 * Copies records with greater numbers than the forerunner's last one here from its database at the centre, and says
 * how many came, which number is the greatest there, and up to where they were read. The first time the changes are read from the newest back, so
 * that years of records that are here already stay where they are.
 */
export async function takeInLate(
  work: ForerunnerWork,
  readTo: string | number | null,
): Promise<{ taken: number; last: number; readTo?: string | number }> {
  const { takenIn, forerunner, onTakenIn } = work;
  const read = readTo === null ? { found: await lookBack(work) } : await readOn(work, readTo);
  const { found } = read;
  const late = found.filter(({ n }) => (n ?? 0) > forerunner.upTo).sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  const last = Math.max(forerunner.from, ...found.map(({ n }) => n ?? 0));
  const taken = takenIn ? await keepFresh(takenIn, late) : 0;
  if (taken > 0) onTakenIn();
  return { taken, last, ...('to' in read ? { readTo: read.to } : {}) };
}

type Found = PouchDB.Core.ExistingDocument<Numbered>;

async function readOn(
  work: ForerunnerWork,
  readTo: string | number,
): Promise<{ found: Found[]; to: string | number }> {
  const found: Found[] = [];
  for (let since = readTo; ;) {
    work.signal.throwIfAborted();
    const page = await changes(work, { since, limit: PAGE });
    found.push(...records(page));
    if (page.results.length < PAGE) return { found, to: page.last_seq };
    since = page.last_seq;
  }
}

/**
 * The newest changes, so many that the last of them were here before the box was replaced. CouchDB keeps a database in
 * parts and tells their changes as they come, so that the newest of all may stand behind older ones of another part:
 * a box sends in order, so where more records are counted there than the greatest number, a late one was missed.
 */
async function lookBack(work: ForerunnerWork): Promise<Found[]> {
  const { upTo, from } = work.forerunner;
  for (let limit = LOOK_BACK; ; limit *= 10) {
    work.signal.throwIfAborted();
    const page = await changes(work, { descending: true, limit });
    const found = records(page);
    if (page.results.length < limit) return found;
    const last = Math.max(from, ...found.map(({ n }) => n ?? 0));
    const late = found.filter(({ n }) => (n ?? 0) > upTo).length;
    // A box numbers without a gap: all that came after `upTo` is among them, and something older as well.
    const isAll = late === Math.max(0, last - upTo) && late < found.length;
    const most = Math.max(last, upTo) - from;
    if (isAll && (await work.centre.countRecords(most)) <= most) return found;
  }
}

function changes(
  { centre }: ForerunnerWork,
  options: { since?: string | number; limit: number; descending?: boolean },
): Promise<PouchDB.Core.ChangesResponse<Numbered>> {
  // Else PouchDB asks in pages of its own, which do not go backwards.
  const page = { ...options, include_docs: true, batch_size: options.limit };
  return Promise.resolve(centre.database.changes<Numbered>(page));
}

function records({ results }: PouchDB.Core.ChangesResponse<Numbered>): Found[] {
  return results.flatMap(({ id, doc }) => (doc && !id.startsWith('_design/') ? [doc as Found] : []));
}
