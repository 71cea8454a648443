import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { SetUpOptions } from '../../node-server/set-up.js';
import { FacilityError } from '../../records/facility-error.js';
import { temporaryFolder } from '../fake-box.js';
import { completeAnswers, type Ask } from './complete-answers.js';
import { setUp, type SetUpFacility } from './set-up.js';
import type { SetupAnswers } from './setup-questions.js';

const FLAGS: SetupAnswers = { box: 'BR1042', nameHi: 'रामपुर', nameEn: 'Rampur', adminName: 'verma' };

/** Keeps what it was called with instead of making a box. */
function recorder(): { calls: SetUpOptions[]; make: SetUpFacility } {
  const calls: SetUpOptions[] = [];
  return {
    calls,
    make: (options) => {
      calls.push(options);
      return Promise.resolve({ box: options.box, folder: options.folder });
    },
  };
}

void t.test('flags alone are enough, and a password that nobody gave is made and told once', async (t) => {
  const folder = await temporaryFolder(t);
  const { calls, make } = recorder();
  const result = await setUp({ folder, language: 'hi' }, FLAGS, null, make);
  t.match(result, { box: 'BR1042', folder, admin: { id: 'verma', password: /^.{14}$/ } });
  t.same(calls, [
    {
      folder,
      language: 'hi',
      box: 'BR1042',
      name: { hi: 'रामपुर', en: 'Rampur' },
      level: 'PHC',
      host: '0.0.0.0',
      port: 8443,
      lan: { tls: true, pairing: true, httpPort: 8080 },
      staff: [
        {
          id: 'verma',
          name: { hi: 'verma', en: 'verma' },
          roles: ['incharge', 'operator'],
          password: result.admin.password,
        },
      ],
    },
  ]);
});

void t.test('HTTPS and pairing stay off only where that was asked for', async (t) => {
  const folder = await temporaryFolder(t);
  const { calls, make } = recorder();
  await setUp({ folder, language: 'hi' }, { ...FLAGS, tls: 'no', pairing: 'no' }, null, make);
  t.match(calls, [{ port: 8080, lan: { tls: false, pairing: false } }]);
});

void t.test(
  "a centre takes the box's own user unless another is named, and a given password is not told",
  async (t) => {
    const folder = await temporaryFolder(t);
    const { calls, make } = recorder();
    const given = {
      ...FLAGS,
      centreUrl: 'https://centre.example',
      centrePassword: 'at-the-centre',
      adminPassword: 'mine-alone',
    };
    const result = await setUp({ folder, language: 'en' }, given, null, make);
    t.same(result.admin, { id: 'verma' });
    t.same(calls[0]?.centre, {
      url: 'https://centre.example',
      user: 'BR1042',
      password: 'at-the-centre',
    });
    t.equal(calls[0]?.staff[0]?.password, 'mine-alone');
  },
);

void t.test('a code in small letters is written as codes are', async (t) => {
  const answers = await completeAnswers({ ...FLAGS, box: ' br1042b ' }, null);
  t.equal(answers.box, 'BR1042b');
});

void t.test('every missing and every wrong flag is named at once, and nothing is made', async (t) => {
  const folder = await temporaryFolder(t);
  const { calls, make } = recorder();
  const named = async (given: SetupAnswers): Promise<unknown> => {
    const error: unknown = await setUp({ folder, language: 'hi' }, given, null, make).catch(
      (e: unknown) => e,
    );
    return error instanceof FacilityError ? error.fields.map(({ field, code }) => `${field} ${code}`) : error;
  };
  t.same(await named({}), ['box required', 'name-hi required', 'name-en required', 'admin-name required']);
  t.same(
    await named({
      ...FLAGS,
      box: '1042-br',
      nameHi: '   ',
      nameEn: 'x'.repeat(81),
      port: '70000',
      centreUrl: 'centre.example',
      adminName: 'Dr Verma',
      adminPassword: 'short',
    }),
    [
      'box wrongBox',
      'name-hi required',
      'name-en tooLong',
      'port wrongPort',
      'centre-url wrongUrl',
      'admin-name wrongStaffId',
      'admin-password-file tooShort',
    ],
  );
  t.same(await named({ ...FLAGS, centreUrl: 'https://centre.example' }), ['centre-password-file required']);
  t.same(calls, []);
});

void t.test(
  'a person is asked for what is open only, again after a wrong answer, and may take what is suggested',
  async (t) => {
    const folder = await temporaryFolder(t);
    const { calls, make } = recorder();
    const asked: string[] = [];
    const typed: Partial<Record<keyof SetupAnswers, string[]>> = {
      nameEn: ['Rampur'],
      adminName: ['Verma', 'verma'],
    };
    const ask: Ask = (question, fallback, problem) => {
      asked.push(`${question.key}${fallback ? ` [${fallback}]` : ''}${problem ? ` ! ${problem.code}` : ''}`);
      return Promise.resolve(typed[question.key]?.shift() ?? '');
    };
    await setUp({ folder, language: 'hi' }, { box: 'BR1042', nameHi: 'रामपुर', port: '0' }, ask, make);
    t.same(asked, [
      'nameEn',
      'level [PHC]',
      'district',
      'block',
      'centreUrl',
      'adminName',
      'adminName ! wrongStaffId',
      'adminNameHi [verma]',
      'adminNameEn [verma]',
      'adminPassword',
    ]);
    t.match(calls, [{ port: 0, name: { en: 'Rampur' }, staff: [{ id: 'verma' }] }]);
  },
);

void t.test('a folder that is set up already is refused before the first question', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'nadi.json'), '{}');
  const ask: Ask = () => Promise.reject(new Error('asked'));
  await t.rejects(setUp({ folder, language: 'hi' }, {}, ask, recorder().make), { code: 'already-set-up' });
});
