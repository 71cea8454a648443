import type { Test } from 'tap';
import {
  BOXES_PLAN,
  CENTRE_DATABASES,
  CENTRE_ROLE,
  PATIENTS_PLAN,
  SHARED_PLAN,
  SUMMARIES_PLAN,
} from '../central/centre-databases.js';
import { workAt } from '../central/ensure/cluster.js';
import { prepareDatabase } from '../central/prepare-database.js';
import { centrePages } from '../central/web/pages.js';
import { startWeb } from '../central/web/start-web.js';
import { couchUnderTest, type CouchUnderTest } from './couch-under-test.js';
import { HttpUser } from './http-user.js';
import { removeDatabases } from './remove-databases.js';
import type { SampleDistrict } from './sample-district.js';

export interface DistrictWeb {
  couch: CouchUnderTest;
  url: string;
  /** of role `centre`, as whom the pages ask */
  login: { name: string; password: string };
  /** `{ name, password }` of a new viewer */
  viewer: (...roles: string[]) => Promise<{ name: string; password: string }>;
  loggedIn: (...roles: string[]) => Promise<HttpUser>;
  /** somebody who has not logged in */
  stranger: () => HttpUser;
  put: (district: SampleDistrict) => Promise<void>;
}

/**
 * The centre's pages over a CouchDB that holds these districts and nothing else in `shared`, `summaries`, `boxes` and
 * `patients`.
 */
export async function openDistrictWeb(
  t: Test,
  districts: readonly SampleDistrict[],
  now: () => number,
): Promise<DistrictWeb> {
  const couch = await couchUnderTest(t);
  const common = [SHARED_PLAN, SUMMARIES_PLAN, BOXES_PLAN, PATIENTS_PLAN];
  // What other files left there would be shown, too.
  const clear = (): Promise<void> =>
    removeDatabases(
      couch,
      common.map(({ name }) => name),
    );
  await clear();
  t.teardown(clear);
  const work = await workAt(couch.nano);
  for (const plan of CENTRE_DATABASES) if (common.includes(plan)) await prepareDatabase(work, plan);
  const put = async ({ facilities, summaries }: SampleDistrict): Promise<void> => {
    const all = { w: 3 };
    await couch.nano.use('shared').bulk({ docs: facilities }, all);
    for (let from = 0; from < summaries.length; from += 1_000)
      await couch.nano.use('summaries').bulk({ docs: summaries.slice(from, from + 1_000) }, all);
  };
  for (const district of districts) await put(district);
  const login = new URL(couch.url);
  const own = await couch.user([CENTRE_ROLE]);
  login.username = own.name;
  login.password = own.password;
  const web = await startWeb({ login: login.href, sessionKey: 'k'.repeat(48), pages: centrePages, now });
  t.teardown(() => web.stop());
  const viewer = (...roles: string[]): Promise<{ name: string; password: string }> => couch.user(roles);
  const stranger = (): HttpUser => {
    const user = new HttpUser(web.url);
    t.teardown(() => user.close());
    return user;
  };
  return {
    ...{ couch, url: web.url, login: own, viewer, put, stranger },
    async loggedIn(...roles) {
      const { name, password } = await viewer(...roles);
      const user = stranger();
      await user.logIn(name, password);
      return user;
    },
  };
}
