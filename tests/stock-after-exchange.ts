import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';
import { nameAtCentre } from '../sync/exchange/checkpoint.js';
import type { Travelling } from '../sync/exchange/messages.js';
import { PASSWORD, type ExchangeJourney } from './exchange-journey.js';

PouchDB.plugin(httpAdapter).plugin(replication);

export interface StockRun {
  read: number;
  written: number;
  /** `POST _revs_diff`, `GET _changes` …: what it asked of the centre, without checkpoints and words on the database */
  asked: string[];
  /** `since` of its first look at the changes at the centre */
  since: string | null;
}

/** A stock replication of one database, as any PouchDB would run it: up for the box's own, down for the others. */
export async function runStock(journey: ExchangeJourney, database: Travelling): Promise<StockRun> {
  const { nano, box, databases } = journey;
  const asked: string[] = [];
  let since: string | null = null;
  const name = nameAtCentre(box, database);
  const remote = new PouchDB(`${new URL(nano.config.url).origin}/${name}`, {
    auth: { username: box, password: PASSWORD },
    skip_setup: true,
    fetch: (url, options) => {
      const { pathname, searchParams } = new URL(url as string);
      const path = decodeURIComponent(pathname.split('/')[2] ?? '');
      if (path === '_changes') since ??= searchParams.get('since');
      if (path !== '' && path !== '_local') asked.push(`${options?.method ?? 'GET'} ${path}`);
      return fetch(url, options);
    },
  });
  const isUp = database === 'records' || database === 'papers';
  const local: PouchDB.Database = databases[database];
  const run = isUp ? await local.replicate.to(remote) : await local.replicate.from(remote);
  return { read: run.docs_read, written: run.docs_written, asked, since };
}
