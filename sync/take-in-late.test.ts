import t from 'tap';
import type { CentreDatabase } from './centre-database.js';
import type { ForerunnerWork } from './forerunner.js';
import { takeInLate } from './take-in-late.js';

const UP_TO = 605;

/** A centre's database in two parts, as CouchDB keeps it: the one that is quicker tells all its changes first. */
function inTwoParts(quicker: number[], slower: number[]): CentreDatabase {
  const newestFirst = [quicker, slower].flatMap((part) => part.toSorted((a, b) => b - a));
  return {
    database: {
      changes: ({ limit }: { limit: number }) =>
        Promise.resolve({
          results: newestFirst
            .slice(0, limit)
            .map((n) => ({ id: `visit:${n}`, doc: { _id: `visit:${n}`, n } })),
          last_seq: '0',
        }),
    },
    countRecords: () => Promise.resolve(newestFirst.length),
  } as unknown as CentreDatabase;
}

async function lastAt(centre: CentreDatabase): Promise<number> {
  const work = {
    centre,
    takenIn: null,
    forerunner: { box: 'BR1042', from: 0, upTo: UP_TO },
    signal: new AbortController().signal,
    onTakenIn: () => undefined,
  } as unknown as ForerunnerWork;
  return (await takeInLate(work, null)).last;
}

t.test(
  'a late record is found, also where another part of the database tells its changes first',
  async (t) => {
    const before = Array.from({ length: UP_TO }, (_, i) => i + 1);
    t.equal(await lastAt(inTwoParts(before, [])), UP_TO, 'there is none');
    t.equal(await lastAt(inTwoParts([...before, UP_TO + 1], [])), UP_TO + 1);
    t.equal(await lastAt(inTwoParts(before, [UP_TO + 1])), UP_TO + 1);
  },
);
