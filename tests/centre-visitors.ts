import type { Test } from 'tap';
import type { CentrePages } from '../central/web/web-frame.js';
import { startWeb } from '../central/web/start-web.js';
import { HttpUser } from './http-user.js';
import type { RouterCentre } from './router-centre.js';

export interface CentreVisitors {
  /** somebody new who has this one role */
  logIn: (role: string) => Promise<HttpUser>;
  /** who has not logged in */
  stranger: () => HttpUser;
}

/** Some of the centre's pages over a real socket, and people before them. */
export async function openCentreToVisitors(
  t: Test,
  { couch, url }: RouterCentre,
  pages: CentrePages[],
  now: number,
  patienceMs?: number,
): Promise<CentreVisitors> {
  const web = await startWeb({
    ...{ login: url, sessionKey: 'k'.repeat(48), pages, now: () => now },
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  t.teardown(() => web.stop());
  const stranger = (): HttpUser => {
    const user = new HttpUser(web.url);
    t.teardown(() => user.close());
    return user;
  };
  return {
    stranger,
    logIn: async (role) => {
      await couch.settle();
      const { name, password } = await couch.user([role]);
      const user = stranger();
      await user.logIn(name, password);
      return user;
    },
  };
}
