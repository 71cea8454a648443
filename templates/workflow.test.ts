import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { loadWorkflow, watchWorkflow } from './workflow.js';

t.test('the workflow that comes with the box can be used', async (t) => {
  const workflow = loadWorkflow();
  t.same(
    workflow.stations.map(({ id }) => id),
    ['vitals', 'doctor', 'lab', 'pharmacy'],
  );
});

t.test('a wrong workflow is refused by the names of its file and fields', async (t) => {
  const good = loadWorkflow();
  const [vitals] = good.stations;
  const load = (workflow: unknown) =>
    loadWorkflow('opd', t.testdir({ modules: { opd: { 'workflow.json': JSON.stringify(workflow) } } }));
  t.same(load(good), good);
  const refused = (field: string) => ({ code: 'bad-input', message: new RegExp(`workflow.json.*${field}`) });
  t.throws(() => load({ ...good, stations: [vitals, vitals] }), refused('duplicate'));
  t.throws(() => load({ ...good, stations: [{ ...vitals, id: 'kitchen' }] }), refused('id'));
  t.throws(() => load({ ...good, leads: { pregnant: -5 } }), refused('leads.pregnant'));
  t.throws(() => load({ ...good, skipTurns: '3' }), refused('skipTurns'));
  t.throws(() => load({ ...good, skipturn: 3 }), refused('skipturn'));
});

t.test('a workflow that is missing or no JSON is refused', async (t) => {
  const folder = t.testdir({ modules: { opd: { 'workflow.json': '{' } } });
  t.throws(() => loadWorkflow('opd', folder), { code: 'bad-input' });
  t.throws(() => loadWorkflow('dental', folder), { code: 'bad-input' });
});

t.test('a change of the file counts at once; a wrong file is told and the last good one stays', async (t) => {
  const good = loadWorkflow();
  const folder = t.testdir({ modules: { opd: { 'workflow.json': JSON.stringify(good) } } });
  const file = path.join(folder, 'modules', 'opd', 'workflow.json');
  const troubles: unknown[] = [];
  const workflow = watchWorkflow({ folder, every: 10, onTrouble: (error) => troubles.push(error) });
  t.teardown(() => {
    workflow.close();
  });
  const until = async (condition: () => boolean) => {
    for (let tries = 0; tries < 500 && !condition(); tries++) await pause(10);
    t.ok(condition());
  };
  t.same(workflow.current(), good);

  writeFileSync(`${file}.new`, JSON.stringify({ ...good, skipTurns: 5 }));
  renameSync(`${file}.new`, file);
  await until(() => workflow.current().skipTurns === 5);

  writeFileSync(`${file}.new`, '{');
  renameSync(`${file}.new`, file);
  await until(() => workflow.current().skipTurns === 5 && troubles.length > 0);
  t.match(troubles, [{ code: 'bad-input' }]);
});
