import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBundle, encodeBundle, type BundledRecord } from '../sync/bundle.js';
import { decodeDocuments, encodeDocuments } from '../sync/document-bundle.js';
import { directoryDocuments, inboxDocuments } from './centre-documents.js';
import { writeDayOfVisits } from './day-of-visits.js';

/** How small a day, each type of its records, and the centre's documents become. Last line: one JSON object. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-bench-'));
  try {
    const { facility, records } = await writeDayOfVisits(join(folder, 'data'));
    await facility.stop();
    const kinds = [...new Set(records.map(({ type }) => type))];
    for (const type of kinds)
      await measure(
        type,
        ofType(records, (one) => one === type),
      );
    const quiet = await measure(
      'without looks',
      ofType(records, (type) => type !== 'access'),
    );
    const day = await measure('the day', records);
    const documents = { inbox: 0, directory: 0 };
    documents.inbox = (await encodeDocuments(inboxDocuments(900))).length;
    const directory = directoryDocuments(20_000);
    for (let at = 0; at < directory.length; at += 1_000) {
      const bundle = await encodeDocuments(directory.slice(at, at + 1_000));
      if (decodeDocuments(bundle).length !== 1_000) throw new Error('a document was lost');
      documents.directory += bundle.length;
    }
    console.log(JSON.stringify({ day, quiet, documents }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(name: string, records: BundledRecord[]) {
  const began = performance.now();
  const bundle = await encodeBundle(records);
  const encoded = performance.now();
  decodeBundle(bundle);
  const answer = {
    records: records.length,
    bytes: bundle.length,
    encodeMs: Math.round(encoded - began),
    decodeMs: Math.round(performance.now() - encoded),
  };
  const each = (bundle.length / records.length).toFixed(1);
  console.log(`${name.padEnd(20)} ${answer.records} records, ${answer.bytes} bytes, ${each} each`);
  return answer;
}

function ofType(records: BundledRecord[], fits: (type: string) => boolean): BundledRecord[] {
  return records.filter(({ type }) => fits(type));
}

await main();
