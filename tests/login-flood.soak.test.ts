import { rmSync } from 'node:fs';
import t from 'tap';
import { PASSWORD, sampleFrame } from './sample-frame.js';

const TRIES = 10_000;

// Every try is answered with a whole page.
t.setTimeout(400_000);

t.test(
  '10,000 log-in tries get nowhere, lock nobody else out and leave no password in the log',
  async (t) => {
    let judged = 0;
    const book = await sampleFrame();
    const passwords = {
      stamp: (id: string) => book.passwords.stamp(id),
      verify: (id: string, password: string) => {
        judged += 1;
        return book.passwords.verify(id, password);
      },
    };
    const frame = await sampleFrame({ passwords });
    t.teardown(async () => {
      for (const one of [book, frame]) {
        await one.server.stop();
        rmSync(one.folder, { recursive: true, force: true });
      }
    });
    const page = await frame.server.inject({ method: 'GET', url: '/login' });
    const crumb = /crumb=([^;]+)/.exec(String(page.headers['set-cookie']))?.[1] ?? '';
    const attempt = (name: string, password: string, remoteAddress: string) =>
      frame.server.inject({
        method: 'POST',
        url: '/login',
        remoteAddress,
        headers: { cookie: `crumb=${crumb}`, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ crumb, name, password }).toString(),
      });
    const names = ['sunita', 'dr.verma', 'incharge', 'nobody'];
    const answers = new Map<number, number>();
    for (let i = 0; i < TRIES; i += 1) {
      // ten tries a second for a quarter of an hour
      frame.clock.now += 100;
      const { statusCode } = await attempt(
        names[i % names.length] ?? '',
        `guess-${i}-secret`,
        '192.168.1.66',
      );
      answers.set(statusCode, (answers.get(statusCode) ?? 0) + 1);
    }
    t.equal(answers.get(302), undefined, 'none went in');
    t.same([...answers.keys()].sort(), [401, 429]);
    t.ok(judged <= 30, `${judged} of ${TRIES} were worth a hash`);
    t.equal(
      (await attempt('dr.verma', PASSWORD, '192.168.1.20')).statusCode,
      302,
      'the doctor logs in elsewhere',
    );
    t.equal((await attempt('dr.verma', PASSWORD, '192.168.1.66')).statusCode, 429);
    const text = JSON.stringify(frame.log);
    t.notMatch(text, 'guess-');
    t.match(text, 'log-in refused');
    t.notMatch(text, 'nobody', 'a name that nobody has may be a password in the wrong field');
  },
);
