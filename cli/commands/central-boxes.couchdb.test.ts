import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openBoxesCentre } from '../../tests/boxes-centre.js';
import { ALERT_STANDS } from '../exit-codes.js';
import { temporaryFolder } from '../fake-box.js';
import { typeNadi, type Outcome } from '../type-nadi.js';

t.setTimeout(60_000);

async function setScene(t: Test, count: number) {
  const centre = await openBoxesCentre(t, count);
  const folder = await temporaryFolder(t);
  const file = join(folder, 'password');
  await writeFile(file, `${centre.account.password}\n`);
  const { origin } = new URL(centre.url);
  const login = ['--url', origin, '--user', centre.account.user, '--password-file', file];
  const nadi = (...args: string[]): Promise<Outcome> => typeNadi('central', ...args, ...login);
  return { ...centre, nadi };
}

t.test('the exit status of the boxes’ table says whether somebody has to look', async (t) => {
  const { boxes, nadi, tell, read } = await setScene(t, 2);
  const [box = ''] = boxes;
  const none = await nadi('boxes');
  t.match(none, { exit: 0, out: /No box is in this state.*Nobody watches yet/s });
  await tell(box, { lastContact: new Date().toISOString(), gaps: 2 });
  const wrong = await nadi('boxes');
  t.equal(wrong.exit, ALERT_STANDS);
  t.match(wrong.out, new RegExp(`${box}\\s+PHC ${box}\\s+needs a look\\s+just now.*Gaps in its records`));
  t.match((await nadi('boxes', '--show', 'look', '--language', 'hi')).out, 'रिकॉर्ड बीच से ग़ायब');
  t.match(JSON.parse((await nadi('boxes', '--show', 'silent', '--json')).out), {
    boxes: [],
    deaf: false,
  });
  t.match(await nadi('boxes', 'acknowledge', box.toLowerCase(), 'gaps', '--note', ' ', '--by', 'asha'), {
    exit: 2,
    err: /This is needed/,
  });
  const noted = await nadi('boxes', 'acknowledge', box, 'gaps', '--note', 'verify runs', '--by', 'asha');
  t.match(noted, { exit: 0, out: `Noted: ${box}, Gaps in its records.` });
  t.match((await read())[`alert:${box}:gaps`], { acknowledged: { by: 'asha', note: 'verify runs' } });
  t.equal((await nadi('boxes')).exit, 0, 'what somebody looks after calls nobody');
  t.match((await nadi('boxes', 'show', box)).out, /Run nadi sync verify at the box.*asha: verify runs/s);
});

t.test('what is not there, or typed wrongly, is told by name', async (t) => {
  const { nadi, boxes, tell } = await setScene(t, 1);
  await tell(boxes[0]!, { lastContact: new Date().toISOString() });
  t.match(await nadi('boxes', 'show', 'BR1'), { exit: 3, err: /No box BR1 is known here/ });
  t.match(await nadi('boxes', 'acknowledge', boxes[0]!, 'gaps', '--note', 'x'), {
    exit: 3,
    err: /No alert gaps/,
  });
  t.match(await nadi('boxes', '--show', 'often'), { exit: 2, err: /all, broken, silent/ });
  t.match(await nadi('monitor'), { exit: 2, err: /nadi central boxes --json/ });
});

t.test('in a pipe the whole name of a facility is printed', async (t) => {
  const { boxes, nadi, tell, list } = await setScene(t, 1);
  const [box = ''] = boxes;
  const name = 'Health and Wellness Centre Chhatwara Uttar';
  await list(box, { name: { en: name } });
  await tell(box, { lastContact: new Date().toISOString() });
  t.match((await nadi('boxes')).out, name);
});

t.test(
  'a box whose access was ended is shown with who ended it, when, why, and its last contact',
  async (t) => {
    const { boxes, nadi, tell, put } = await setScene(t, 2);
    const [stolen = '', other = ''] = boxes;
    for (const box of boxes) await tell(box, { lastContact: new Date().toISOString() });
    await put(`enrolment:${stolen}`, {
      ...{ type: 'enrolment', v: 1, box: stolen, at: '2026-11-20T04:30:00.000Z' },
      revoked: { at: '2026-11-28T19:03:00.000Z', reason: 'stolen', by: 'asha' },
    });
    const shown = await nadi('boxes', 'show', stolen, '--language', 'en');
    t.match(shown, { exit: 0, out: 'Its access was ended on 2026-11-29 by asha: stolen' });
    t.match(shown.out, /Last heard +just now/);
    const all = (await nadi('boxes')).out;
    t.match(all, other);
    t.notMatch(all, stolen, 'it is watched no more');
  },
);
