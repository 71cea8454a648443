import type { CentreDatabase } from '../centre-database.js';
import type { Difference } from './compare-day.js';

/** Ids asked for at once. */
const AT_ONCE = 1_000;

interface Standing {
  rev: string;
  deleted?: boolean;
}

/**
 * A day's rows do not tell everything: what is missing on it may be deleted, or stand on another day with another
 * content, and what seems extra may be a record of another day. Asks both sides by id, and names it as it is.
 */
export async function lookAgain(
  differences: readonly Difference[],
  records: PouchDB.Database,
  centre: CentreDatabase,
): Promise<Difference[]> {
  const idsOf = (kind: Difference['kind']): string[] =>
    differences.flatMap((one) => (one.kind === kind ? [one.id] : []));
  const missing = idsOf('missing');
  const extra = idsOf('extra');
  const there = await standing([...missing, ...extra], (keys) =>
    centre.ask('_all_docs', { method: 'POST', body: JSON.stringify({ keys }) }),
  );
  const here = await standing([...missing, ...extra], (keys) => records.allDocs({ keys }));
  return differences.flatMap((one) => {
    if (one.kind !== 'missing' && one.kind !== 'extra') return [one];
    const [own, other] = [here.get(one.id), there.get(one.id)];
    // Written or sent while the two sides were read.
    if (own !== undefined && own.rev === other?.rev && !other.deleted) return [];
    if (one.kind === 'extra') return [own ? { ...one, kind: 'other' } : one];
    if (!other) return [one];
    return [{ ...one, kind: other.deleted ? 'deleted' : 'other' }];
  });
}

async function standing(
  ids: readonly string[],
  ask: (keys: string[]) => Promise<object>,
): Promise<Map<string, Standing>> {
  const found = new Map<string, Standing>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { rows } = (await ask(ids.slice(at, at + AT_ONCE))) as {
      rows: { id?: string; value?: Standing }[];
    };
    for (const { id, value } of rows) if (id !== undefined && value) found.set(id, value);
  }
  return found;
}
