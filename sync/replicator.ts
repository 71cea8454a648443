import replicationPlugin from 'pouchdb-replication';

/** PouchDB's stock replication, one-shot. */
type Replicate = PouchDB.Static['replicate'];

const host = { prototype: {} } as unknown as PouchDB.Static;
// As a plugin it can be installed only once in a process (it defines a property that cannot be defined again),
// so it gets a host of its own here.
(replicationPlugin as unknown as (pouch: PouchDB.Static) => void)(host);

/** Ends with the replication, or at once when `signal` says so (a cancelled one may never settle by itself). */
export async function replicate(
  source: PouchDB.Database,
  target: PouchDB.Database,
  options: PouchDB.Replication.ReplicateOptions,
  signal: AbortSignal,
  listen: (replication: ReturnType<Replicate>) => void = () => undefined,
): Promise<PouchDB.Replication.ReplicationResultComplete<object>> {
  signal.throwIfAborted();
  const replication = host.replicate<object>(withSafeInfo(source), withSafeInfo(target), options);
  listen(replication);
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      replication.cancel();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([replication, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    // Whatever it has begun on a local database ends before this does: the caller may close the database next.
    if (signal.aborted) await Promise.allSettled([source.info(), target.info()]);
  }
}

/**
 * The same database, with an `info` that never rejects. Replication asks for it after each batch, for a progress
 * display that nobody reads, and leaves a failure unhandled: on a database that was closed just then Node would end
 * the process.
 */
function withSafeInfo(database: PouchDB.Database): PouchDB.Database {
  const info = (): Promise<object> =>
    database.info().catch(() => ({ db_name: database.name, doc_count: 0, update_seq: 0 }));
  return new Proxy(database, {
    get: (standing, name) => {
      if (name === 'info') return info;
      const value: unknown = Reflect.get(standing, name);
      // Bound: PouchDB counts its listeners on the database itself.
      return typeof value === 'function' ? (value.bind(standing) as unknown) : value;
    },
  });
}
