import type { ServerScope } from 'nano';

/** How far CouchDB is with the index of a design document. */
export interface IndexProgress {
  /** changes of the database that it has seen, and that it has to see */
  done: number;
  total: number;
  isBuilding: boolean;
}

interface DesignInfo {
  view_index: {
    update_seq: number;
    updater_running: boolean;
    updates_pending?: { minimum: number; preferred: number };
  };
}

/** The design document of a view's path; null where the path is no view's. */
export function designOf(path: string | undefined): string | null {
  return /^(_design\/[^/]+)\/_view\//.exec(path ?? '')?.[1] ?? null;
}

/**
 * Asked of `_info`, which members of a database may read and which starts nothing (`_active_tasks` is the server
 * admin's). On a cluster it adds up one copy of each shard. Throws what nano throws.
 */
export async function readIndexProgress(
  nano: ServerScope,
  db: string,
  design: string,
): Promise<IndexProgress> {
  const { view_index: index } = (await nano.request({ db, path: `${design}/_info` })) as DesignInfo;
  const { update_seq: done, updater_running: isRunning, updates_pending: pending } = index;
  // On a cluster `preferred` leaves out a copy that answered first and is not the preferred one.
  const left = Math.max(pending?.preferred ?? 0, pending?.minimum ?? 0);
  return { done, total: done + left, isBuilding: isRunning || left > 0 };
}
