import t from 'tap';
import { FakeAdminFacility } from '../admin/fake-admin-facility.js';
import { openStationCentre } from '../../tests/station-centre.js';
import { counterPages } from './counter.js';
import { healthPages } from './health.js';

void t.test('support sees how the box is, and no record', async (t) => {
  const status = new FakeAdminFacility();
  const centre = await openStationCentre((facility) => [
    counterPages(facility),
    healthPages(() => status.status()),
  ]);
  t.teardown(() => centre.stop());
  await centre.facility.append({ by: 'asha' }, (draft) => {
    draft.staff({ staff: 'helper', name: { hi: 'मदद', en: 'Help' }, roles: ['support'], active: true });
  });
  const helper = await centre.logIn('helper');
  const page = await helper.get('/health');
  t.equal(page.status, 200);
  t.match(page.body, (await status.status()).version);
  for (const path of ['/counter', '/counter/new']) t.equal((await helper.get(path)).status, 403, path);
  t.equal((await (await centre.logIn('asha')).get('/health')).status, 403);
});
