import { randomInt } from 'node:crypto';
import Nano from 'nano';
import t from 'tap';
import { join } from 'node:path';
import { runOut } from '../../records/progress.js';
import { readFacilityDirectoryReference } from '../../templates/facility-directory-reference.js';
import { templatesFolder } from '../../templates/folder.js';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { forgetBox } from '../../tests/forget-box.js';
import { prepareFacility } from '../facility-database.js';
import { initCentre } from '../init/init-centre.js';
import { facilityId, type FacilityDocument } from './facility-document.js';
import { importFacilities } from './import-facilities.js';
import { listFacilities, showFacility } from './list-facilities.js';
import { readDirectory } from './read-directory.js';

const users = { password: () => 'x', onPassword: () => undefined, renew: false };
/** An area that no real list has: a CouchDB that others use is left as it was found. */
const STATE = '7777777';

function csvOf(count: number): Uint8Array {
  const rows = Array.from({ length: count }, (_, i) => {
    const [district, block] = [100 + (i % 20), 1000 + (i % 200)];
    return `ZY${700_000 + i},"PHC ${i}, Rampur",PHC,government,${STATE},${district},${block},25.${i},85.1,opd,24x7,open`;
  });
  const head = 'code,name,kind,ownership,state,district,block,lat,lon,services,hours,status';
  return new TextEncoder().encode([head, ...rows].join('\r\n'));
}

t.test('two thousand facilities are taken in; what stands is not written again', async (t) => {
  const couch = await couchUnderTest(t);
  await runOut(initCentre({ nano: couch.nano, users, now: () => '2026-11-21T04:30:00.000Z' }));
  const lists = readFacilityDirectoryReference(join(templatesFolder(), 'reference'));
  const { facilities, problems } = readDirectory(csvOf(2_000), lists, null);
  t.same(problems, []);
  const shared = couch.nano.use<FacilityDocument>('shared');
  t.teardown(async () => {
    const keys = facilities.map(({ _id }) => _id);
    const { rows } = await shared.fetch({ keys });
    const docs = rows.flatMap((row) =>
      'doc' in row && row.doc ? [{ _id: row.id, _rev: row.doc._rev, _deleted: true }] : [],
    );
    await shared.bulk({ docs });
  });

  const trial = await runOut(importFacilities(couch.nano, facilities, { dryRun: true }));
  t.equal(trial.added.length, 2_000);
  t.same(await listFacilities(couch.nano, { state: STATE }), [], 'a trial writes nothing');
  const first = await runOut(importFacilities(couch.nano, facilities, { listedOn: '2026-11-20' }));
  t.match(first, { changed: [], closed: [], unchanged: 0 });
  t.equal(first.added.length, 2_000);
  const revisions = async (): Promise<object> => {
    await couch.settle();
    return (await shared.list({ startkey: 'facility:ZY', endkey: 'facility:ZZ' })).rows;
  };
  const before = await revisions();
  const again = await runOut(importFacilities(couch.nano, facilities, { listedOn: '2026-11-21' }));
  t.match(again, { added: [], changed: [], closed: [], unchanged: 2_000 });
  t.same(await revisions(), before, 'nothing was written');

  const [one, two, ...rest] = facilities;
  if (!one || !two) return;
  const next = [
    { ...one, name: { en: 'Renamed' } },
    { ...two, status: 'closed' as const },
    ...rest.slice(0, 100),
  ];
  const third = await runOut(importFacilities(couch.nano, next));
  t.match(third, { added: [], changed: [one.code], closed: [two.code], unchanged: 100 });
  t.ok(third.notInList.includes(rest.at(-1)?.code ?? ''), 'what the list lacks is told');
  t.equal((await listFacilities(couch.nano, { state: STATE, district: '105' })).length, 100);
  t.match((await listFacilities(couch.nano, { state: STATE, district: '105', block: '1005' }))[0], {
    block: '1005',
  });
  t.match(await showFacility(couch.nano, one.code), {
    facility: { name: { en: 'Renamed' }, listedOn: '2026-11-20' },
    enrolment: null,
  });
  await t.rejects(showFacility(couch.nano, 'ZY1'), { code: 'not-found' });
});

t.test(
  'a facility that is listed as private has its databases closed, and stays with its tenant',
  async (t) => {
    const couch = await couchUnderTest(t);
    await runOut(initCentre({ nano: couch.nano, users, now: () => '2026-11-21T04:30:00.000Z' }));
    const box = `ZY${randomInt(100_000, 699_999)}`;
    await prepareFacility({ nano: couch.nano, box, password: 'one' });
    t.teardown(async () => {
      await forgetBox(couch.nano, box);
      const path = `/shared/facility:${box}`;
      const { _rev: rev = '' } = (await couch.ask('GET', path)).body as { _rev?: string };
      await couch.ask('DELETE', `${path}?rev=${rev}`);
    });
    const { auth } = await couch.user(['centre']);
    const read = async (): Promise<number> =>
      (await couch.ask('GET', `/facility-${box.toLowerCase()}/_all_docs`, undefined, { as: auth })).status;
    t.equal(await read(), 200, 'who is not listed is the state’s');

    const hospital: FacilityDocument = {
      ...{ _id: facilityId(box), type: 'facility', v: 1, code: box, name: { en: 'Asha Hospital' } },
      ...{ kind: 'private-hospital', ownership: 'private', tenant: 'Asha', state: STATE, district: '100' },
      ...{ services: [], status: 'open' },
    };
    await runOut(importFacilities(couch.nano, [hospital]));
    t.equal(await read(), 403);

    const { tenant: _tenant, ...rest } = hospital;
    for (const other of [
      { ...rest, ownership: 'government' as const },
      { ...hospital, tenant: 'Another' },
    ]) {
      await t.rejects(runOut(importFacilities(couch.nano, [other])), { code: 'conflict' });
    }
    t.match((await showFacility(couch.nano, box)).facility, { ownership: 'private', tenant: 'Asha' });
    t.equal(await read(), 403);
  },
);

t.test('a facility whose box is in use is closed or moved only by who says so', async (t) => {
  const couch = await couchUnderTest(t);
  await runOut(initCentre({ nano: couch.nano, users, now: () => '2026-11-21T04:30:00.000Z' }));
  const box = `ZY${randomInt(100_000, 699_999)}`;
  await prepareFacility({ nano: couch.nano, box, password: 'one' });
  await couch.ask('PUT', `/boxes/enrolment:${box}`, { type: 'enrolment', box, usedAt: '2026-11-20' });
  t.teardown(async () => {
    await forgetBox(couch.nano, box);
    for (const path of [`shared/facility:${box}`, `boxes/enrolment:${box}`]) {
      const { _rev: rev = '' } = (await couch.ask('GET', `/${path}`)).body as { _rev?: string };
      await couch.ask('DELETE', `/${path}?rev=${rev}`);
    }
  });
  const facility: FacilityDocument = {
    ...{ _id: facilityId(box), type: 'facility', v: 1, code: box, name: { en: 'PHC Rampur' }, kind: 'PHC' },
    ...{ ownership: 'government', state: STATE, district: '100', services: [], status: 'open' },
  };
  await runOut(importFacilities(couch.nano, [facility]));
  const renamed = { ...facility, name: { en: 'PHC Rampura' } };
  await runOut(importFacilities(couch.nano, [renamed]));
  for (const next of [
    { ...renamed, status: 'closed' as const },
    { ...renamed, district: '101' },
  ]) {
    const { changes } = await runOut(importFacilities(couch.nano, [next], { dryRun: true }));
    t.match(changes, [{ code: box, name: 'PHC Rampura', inUse: true, fields: [{ from: /open|100/ }] }]);
    await t.rejects(runOut(importFacilities(couch.nano, [next])), {
      code: 'conflict',
      message: new RegExp(box),
      hint: 'hints.alsoInUse',
    });
    t.match((await showFacility(couch.nano, box)).facility, renamed, 'nothing was written');
  }
  const closed = { ...renamed, status: 'closed' as const };
  await runOut(importFacilities(couch.nano, [closed], { alsoInUse: true }));
  t.match((await showFacility(couch.nano, box)).facility, closed);
});

t.test('who is no admin, and a centre that is not there, are told so', async (t) => {
  const couch = await couchUnderTest(t);
  const facility = { _id: facilityId('ZY99'), code: 'ZY99' } as FacilityDocument;
  const attempt = (url: string): Promise<unknown> => runOut(importFacilities(Nano(url), [facility]));
  const nobody = new URL(couch.url);
  nobody.username = nobody.password = '';
  await t.rejects(attempt(nobody.href), { code: 'centre-refused' });
  await t.rejects(attempt('http://127.0.0.1:9'), { code: 'centre-unreachable' });
});
