import { BOX_PATTERN, type BoxId } from '../../records/ids.js';
import type { Facility } from '../facility.js';
import type { LogEntry } from '../frame-context.js';
import { storeError } from '../store/store-error.js';

/** In a box's inbox: `replaced:BR1042b`. Written by the centre (`nadi central replace`), see docs/adr/0011-restore.md. */
export const REPLACED_PREFIX = 'replaced:';

/**
 * Retires the facility when its inbox says, now or later, that another box has taken over. Returns the way to stop
 * watching.
 */
export async function watchReplacement(
  facility: Facility,
  log: (entry: LogEntry) => void,
): Promise<() => Promise<void>> {
  const retire = (id: string): void => {
    const by = id.slice(REPLACED_PREFIX.length);
    if (!id.startsWith(REPLACED_PREFIX) || !BOX_PATTERN.test(by) || facility.replacedBy === by) return;
    if (by === facility.box) return;
    facility.retire(by);
    log({ level: 'warn', message: `replaced by ${by}`, code: 'box-replaced' });
  };
  const { inbox } = facility.databases;
  const { rows } = await inbox.allDocs({ startkey: REPLACED_PREFIX, endkey: `${REPLACED_PREFIX}\uffff` });
  for (const { id } of rows) retire(id);
  const feed = inbox.changes({ live: true, since: 'now' });
  void feed.on('change', ({ id }) => retire(id));
  void feed.on('error', () => undefined);
  return () => {
    feed.cancel();
    return Promise.resolve();
  };
}

/** Retires the facility, now and at each start to come. Throws `disk-full`, `store-failed`. */
export async function tellReplacement(facility: Facility, by: BoxId): Promise<void> {
  try {
    await facility.databases.inbox.put({ _id: `${REPLACED_PREFIX}${by}` });
  } catch (cause) {
    // The centre has said so already.
    if ((cause as { status?: number }).status !== 409) throw storeError(cause);
  }
  facility.retire(by);
}
