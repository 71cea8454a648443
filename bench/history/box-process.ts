import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import mapreduce from 'pouchdb-mapreduce';
import { firstRevision } from '../../records/first-revision.js';
import { facilityDatabase, type PatientId } from '../../records/ids.js';
import type { BundledRecord } from '../../sync/bundle.js';
import { GatewayLine } from '../../sync/exchange/gateway-line.js';
import { askHistory, openHistoryLine } from '../../sync/history/ask-history.js';
import { withConsent } from '../../tests/history-ask.js';
import { serveCommands } from '../sync/child-process.js';

// The asking box's host: the same history by the gateway and by stock PouchDB, each over a connection of its own.

PouchDB.plugin(httpAdapter).plugin(mapreduce);

export interface HistoryAsker {
  [name: string]: (argument: never) => Promise<unknown>;
  /** as soon as the page stands */
  cold(ask: Asked): Promise<Read>;
  /** after the page opened the connection, while the patient was asked */
  ours(ask: Asked): Promise<Read>;
  stock(ask: Asked): Promise<Read>;
}

export interface Asked {
  url: string;
  ca: string;
  /** whose patient */
  box: string;
  asker: string;
  patient: PatientId;
  password: string;
}

export interface Read {
  seconds: number;
  records: number;
}

const commands: HistoryAsker = {
  cold: (asked) => ask(lineOf(asked), asked),
  ours: async (asked) => {
    const line = lineOf(asked);
    await openHistoryLine(line, asked.asker, AbortSignal.timeout(60_000));
    return ask(line, asked);
  },
  stock: async ({ url, box, patient, password }) => {
    const began = performance.now();
    const database = new PouchDB(`${url}/${facilityDatabase(box)}`, {
      auth: { username: 'nadi-gateway', password },
      skip_setup: true,
    });
    const range = { startkey: [patient], endkey: [patient, {}], include_docs: true };
    const { rows } = await database.query('history/patient', range);
    return { seconds: (performance.now() - began) / 1_000, records: rows.length };
  },
};

function lineOf({ url, ca, asker, password }: Asked): GatewayLine {
  return new GatewayLine({ url, ca, user: asker, password });
}

async function ask(line: GatewayLine, { asker, patient }: Asked): Promise<Read> {
  const began = performance.now();
  const { records } = await askHistory({
    ...{ line, box: asker, patient, records: shown(asker, patient) },
    signal: AbortSignal.timeout(60_000),
  });
  const seconds = (performance.now() - began) / 1_000;
  line.close();
  return { seconds, records: records.length };
}

/** A look and a consent, as a box writes them before it asks. */
function shown(asker: string, patient: PatientId): BundledRecord[] {
  const records = withConsent(asker, patient, new Date().toISOString());
  return records.map((one) => ({ ...one, _rev: firstRevision(one) }));
}

serveCommands(commands);
