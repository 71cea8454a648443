import { inboxDatabase } from '../../records/ids.js';
import { SHARED_DATABASE } from '../../central/centre-databases.js';
import type { ContenderName } from './contender.js';
import { answer, median, onStage, repeated, type Part } from './part.js';
import { sharedDocuments } from './shared-documents.js';
import type { Cost, Stage, StageOptions } from './stage.js';

const SHARED_DOCUMENTS = 20_000;

/** As many documents as a day has, addressed to the box, from a centre that it has just spoken to. */
export function inboxPull(who: ContenderName | 'ours', runs?: number): Part {
  const name = `pull-${who}`;
  return {
    name,
    run: async (bench) => {
      const contender = who === 'ours' ? bench.ours : who;
      const records = (await bench.days(1, 'plain')).slice(0, 900);
      const once = (seed: number): Promise<Cost> =>
        onStage(bench, { profile: 'edge', contender, records, seed }, async (stage) => {
          await stage.measure(stage.pull);
          await stage.centre.ask('fill', { database: inboxDatabase(stage.name), documents: records });
          return pulled(stage, records.length);
        });
      const cost = median(await repeated(runs ?? bench.runs, once));
      return answer(name, { what: 'pull of 900', profile: 'edge', contender, cost });
    },
  };
}

/** What a new box gets first: the directory of a state. */
export const seed: Part = {
  name: 'seed',
  run: async (bench) => {
    const contender = bench.ours;
    const documents = sharedDocuments(SHARED_DOCUMENTS);
    // A real CouchDB's `shared` is not ours to fill.
    const set = { ...bench.set, couch: null };
    const options: StageOptions = { profile: 'edge', contender, records: [] };
    const cost = await onStage({ ...bench, set }, options, async (stage) => {
      await stage.centre.ask('fill', { database: SHARED_DATABASE, documents });
      return pulled(stage, documents.length);
    });
    return answer('seed', { what: `seed of ${SHARED_DOCUMENTS}`, profile: 'edge', contender, cost });
  },
};

async function pulled(stage: Stage, documents: number): Promise<Cost> {
  const cost = await stage.measure(stage.pull);
  const came = await stage.box.ask('received', null);
  if (came < documents) throw new Error(`The box got ${came} of ${documents} documents.`);
  return cost;
}
