import type { ServerScope } from 'nano';
import type { BoxId } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import type { CentreWork, Prepared } from '../ensure/centre-work.js';
import { prepareBoxDatabases } from '../facility-database.js';

/** Boxes at once: enough to keep a cluster busy, too few to slow its other callers. */
const AT_ONCE = 8;

/** Brings the databases of every box that has some to what this version of Nadi needs; their users stay untouched. */
export async function* prepareAllBoxes(work: CentreWork): Job<{ boxes: number; changed: Prepared[] }> {
  const boxes = await readBoxes(work.nano);
  const changed: Prepared[] = [];
  for (let done = 0; done < boxes.length; done += AT_ONCE) {
    yield { step: 'centre.boxes', done, total: boxes.length, unit: 'facilities' };
    const some = boxes.slice(done, done + AT_ONCE);
    const prepared = await Promise.all(some.map((box) => prepareBoxDatabases(work, box)));
    changed.push(...prepared.flat().filter(({ outcome }) => outcome !== 'stands'));
  }
  return { boxes: boxes.length, changed };
}

/** Read from the names of the databases: of all facilities, or the boxes of one. */
export async function readBoxes(nano: ServerScope, code = ''): Promise<BoxId[]> {
  const first = `facility-${code.toLowerCase()}`;
  const names = (await nano.request({
    path: '_all_dbs',
    qs: { startkey: first, endkey: code === '' ? `${first}\ufff0` : `${first}z` },
  })) as string[];
  return names.flatMap((name) => {
    const [, state, rest] = /^facility-([a-z]{2})(\d{2,6}[a-z]?)$/.exec(name) ?? [];
    return state === undefined || rest === undefined ? [] : [state.toUpperCase() + rest];
  });
}
