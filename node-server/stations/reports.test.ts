import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import type { HttpUser } from '../../tests/http-user.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { openLocale } from '../../templates/locale.js';
import { loadReports } from '../../templates/report-definitions.js';
import type { Facility } from '../facility.js';
import { openReportDesk } from '../reports/open-report-desk.js';
import { counterPages } from './counter.js';
import { reportPages } from './reports.js';

const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;
const definitions = loadReports();

let centre: StationCentre;
let incharge: HttpUser;
/** as it stands on the slip */
let patient: string;

const desk = (facility: Facility) =>
  openReportDesk({ facility, definitions: () => definitions, locale: openLocale() });
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

t.before(async () => {
  centre = await openStationCentre((facility) => [
    counterPages(facility),
    reportPages(facility, desk(facility)),
  ]);
  const { facility } = centre;
  await facility.append({ by: 'asha' }, (draft) => {
    for (const [staff, roles] of [
      ['pushpa', ['incharge']],
      ['poonam', ['pharmacist']],
      ['imran', ['lab']],
    ] as const) {
      draft.staff({ staff, name: { hi: `${staff} जी`, en: staff }, roles: [...roles], active: true });
    }
  });
  const id = await centre.register({
    name: 'सुनीता <b>देवी',
    sex: 'female',
    birthDate: '1990',
    village: 'रामपुर',
  });
  patient = id.slice('patient:'.length);
  const clerk = await centre.logIn('asha');
  await clerk.post(`/counter/patient/${patient}`, { priority: 'none', station: 'doctor' });
  incharge = await centre.logIn('pushpa');
});
t.teardown(() => centre.stop());

async function pdfText(user: HttpUser, path: string): Promise<string> {
  const { status, bytes } = await user.get(path);
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return execFileSync('pdftotext', ['-raw', '-', '-'], { input: Uint8Array.from(bytes), encoding: 'utf8' });
}

const hashIn = (html: string): string => /[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}/.exec(html)?.[0] ?? '';

void t.test('the list names each report with a period to choose, and leads to it', async (t) => {
  const page = (await incharge.get('/reports')).body;
  for (const title of ['ओपीडी रजिस्टर', 'मासिक HMIS', 'IDSP P', 'मरीज़ों का समय']) t.match(text(page), title);
  t.match(page, /name="period" type="month" value="2026-10"/);
  t.notMatch(page, 'patient-summary', 'that one opens from a patient');
  const chosen = await incharge.get('/reports/hmis-monthly?period=2026-11');
  t.same([chosen.status, chosen.location], [302, '/reports/hmis-monthly/2026-11']);
  const range = await incharge.get('/reports/patient-flow?from=2026-11-01&to=2026-11-21');
  t.equal(range.location, '/reports/patient-flow/2026-11-01..2026-11-21');
});

void t.test('a wrong period is said beside its report, and what was typed stays', async (t) => {
  const answer = await incharge.get('/reports/hmis-monthly?period=2026-13');
  t.equal(answer.status, 400);
  t.match(answer.body, /id="period-hmis-monthly-error"/);
  t.match(answer.body, 'value="2026-13"');
  t.equal((await incharge.get('/reports/hmis-monthly/nonsense')).status, 400);
  t.equal((await incharge.get('/reports/no-such/2026-10')).status, 404);
});

void t.test('the register shows who came, on the page, as PDF and as CSV, markup harmless', async (t) => {
  const path = '/reports/opd-register/2026-11-21';
  const page = (await incharge.get(path)).body;
  t.match(page, 'सुनीता &lt;b&gt;देवी');
  t.notMatch(page, 'सुनीता <b>');
  t.notMatch(page, / style=|<style|<script(?! src)/, 'nothing that the pages forbid');
  const csv = await incharge.get(`${path}/csv`);
  t.equal(csv.body.charCodeAt(0), 0xfeff);
  t.match(csv.body, 'सुनीता <b>देवी');
});

void t.test(
  'a table that goes on over several pages stands on the later ones without the others',
  async (t) => {
    const rows = Array.from({ length: 120 }, (_, i) => ({ cells: { name: `row ${i + 1}` } }));
    const columns = [{ key: 'name', title: 'Name' }];
    const long = await openStationCentre((facility) => {
      const quick = desk(facility);
      return [
        reportPages(facility, {
          ...quick,
          build: async (...asked) => ({
            ...(await quick.build(...asked)),
            sections: [
              { kind: 'table', title: 'long table', columns, rows },
              { kind: 'table', title: 'short table', columns, rows: rows.slice(0, 2), total: rows[2]! },
            ],
          }),
        }),
      ];
    });
    t.teardown(() => long.stop());
    await long.facility.append({ by: 'asha' }, (draft) =>
      draft.staff({ staff: 'pushpa', name: { hi: 'पुष्पा', en: 'Pushpa' }, roles: ['incharge'], active: true }),
    );
    const user = await long.logIn('pushpa');
    const path = '/reports/hmis-monthly/2026-10';
    const [first, second] = [
      text((await user.get(path)).body),
      text((await user.get(`${path}?rows=2`)).body),
    ];
    t.match(first, /long table.* row 100 .*short table.* row 3 /);
    t.match(second, /long table.* row 101 .* row 120 /);
    t.notMatch(second, 'short table');
  },
);

void t.test('the PDF says who printed it, and its mark is the page of the figures', { skip }, async (t) => {
  const path = '/reports/opd-register/2026-11-21';
  const printed = await pdfText(incharge, `${path}/print`);
  t.match(printed.replace(/\s+/g, ' '), 'सुनीता <b>देवी');
  t.match(printed, 'छापा: pushpa जी · 21-11-2026 10:00 IST · BR1042');
  const hash = hashIn(printed);
  t.equal(hash, hashIn((await incharge.get(path)).body));
  t.match((await incharge.get(`${path}?figures=${hash}`)).body, 'छपे काग़ज़ के आँकड़े आज भी यही हैं');
  t.match((await incharge.get(`${path}?figures=0000-0000-0000`)).body, 'छपने के बाद ये आँकड़े बदले हैं');
});

void t.test(
  'the language switch stays on the report, and its mark is the same in both',
  { skip },
  async (t) => {
    const path = '/reports/opd-register/2026-11-21';
    const user = await centre.logIn('pushpa');
    const hash = hashIn(await pdfText(user, `${path}/print`));
    const scanned = `${path}?figures=${hash}`;
    const page = (await user.get(scanned)).body;
    const back = /action="\/language"[^]*?name="back" value="([^"]*)"/.exec(page)?.[1] ?? '';
    t.equal(back, scanned, 'also with what a scanned paper asked');
    t.equal((await user.post('/language', { 'switch-language': 'en', back })).location, scanned);
    const english = (await user.get(scanned)).body;
    t.match(english, '<html lang="en">');
    t.match(english, 'are still the same', 'the Hindi paper holds against the English page');
    t.equal(hashIn(await pdfText(user, `${path}/print`)), hash, 'an English paper bears the same mark');
  },
);

void t.test('a figure leads to the records behind it, a register row to its visit', async (t) => {
  const page = (await incharge.get('/reports/weekly-review/2026-W47')).body;
  const links = [...page.matchAll(/href="([^"]+\/trace\/[^"]+)"/g)].map(([, href = '']) => href);
  const visits = links.find((href) => href.endsWith('visits%3Afemale'));
  t.ok(visits, links.slice(0, 3).join(' '));
  const trace = (await incharge.get(visits ?? '')).body;
  t.match(text(trace), /1 रिकॉर्ड इस संख्या के पीछे हैं/);
  t.match(trace, 'visit:BR1042:20261121-001');
  t.match(text(trace), `${patient} सुनीता`);
  for (const href of links) t.equal((await incharge.get(href)).status, 200, href);
  const register = (await incharge.get('/reports/opd-register/2026-11-21')).body;
  const [, row = ''] = /href="([^"]+\/trace\/visit[^"]+)"/.exec(register) ?? [];
  t.match((await incharge.get(row)).body, 'visit:BR1042:20261121-001');
  t.equal((await incharge.get('/reports/weekly-review/2026-W47/trace/no-such')).status, 404);
});

void t.test('every number of every report leads somewhere', async (t) => {
  for (const [id, period] of [
    ['idsp-p-form', '2026-W47'],
    ['stock-expiry', '2026-11-21'],
    ['drug-indent', '2026-11-21'],
  ]) {
    const page = (await incharge.get(`/reports/${id}/${period}`)).body;
    const links = [...page.matchAll(/href="([^"]+\/trace\/[^"]+)"/g)].map(([, href = '']) => href);
    for (const href of links.slice(0, 12)) t.equal((await incharge.get(href)).status, 200, href);
  }
});

void t.test(
  'each role reads what it needs: names only those who treat, the store its own, the lab none',
  async (t) => {
    const operator = await centre.logIn('mohan');
    const pharmacist = await centre.logIn('poonam');
    const lab = await centre.logIn('imran');
    const clerk = await centre.logIn('asha');
    const doctor = await centre.logIn('dr.verma');
    const summary = `/reports/patient-summary/${patient}`;
    const register = '/reports/opd-register/2026-11-21';
    const monthly = '/reports/hmis-monthly/2026-10';
    const stock = '/reports/stock-expiry/2026-11-21';
    const may = async (user: HttpUser) =>
      Promise.all(
        [summary, register, monthly, stock].map(async (path) => {
          const first = (await user.get(path)).status;
          // What is refused is refused in every form; what is allowed was printed above.
          const others = first === 200 ? [`${path}/csv`] : [`${path}/print`, `${path}/csv`];
          for (const other of others) t.equal((await user.get(other)).status, first, other);
          return first;
        }),
      );
    t.same(await may(incharge), [200, 200, 200, 200]);
    t.same(await may(operator), [403, 403, 200, 200]);
    t.same(await may(pharmacist), [403, 403, 403, 200]);
    t.same(await may(doctor), [200, 200, 403, 403]);
    t.same(await may(clerk), [200, 403, 403, 403]);
    t.same(await may(lab), [403, 403, 403, 403]);
    t.notMatch((await operator.get('/reports')).body, 'opd-register');
    const trace = await operator.get('/reports/weekly-review/2026-W47/trace/visits');
    t.match(trace.body, patient);
    t.notMatch(trace.body, 'सुनीता', 'the operator sees numbers, not names');
  },
);

void t.test("the counter's patient page prints the patient's own summary", { skip }, async (t) => {
  const clerk = await centre.logIn('asha');
  const page = (await clerk.get(`/counter/patient/${patient}`)).body;
  const path = `/reports/patient-summary/${patient}/print`;
  t.match(page, `href="${path}"`);
  t.match((await pdfText(clerk, path)).replace(/\s+/g, ' '), 'सुनीता <b>देवी');
  t.equal((await clerk.get('/reports/patient-summary/BR1042-000001-X')).status, 400);
});

void t.test('a report that takes its time says how far it is, and comes by itself', async (t) => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const slow = await openStationCentre((facility) => {
    const quick = desk(facility);
    return [
      reportPages(facility, {
        ...quick,
        build: async (id, period, language, onDays) => {
          onDays?.(12, 31);
          await released;
          return quick.build(id, period, language);
        },
      }),
    ];
  });
  t.teardown(() => slow.stop());
  await slow.facility.append({ by: 'asha' }, (draft) =>
    draft.staff({ staff: 'pushpa', name: { hi: 'पुष्पा', en: 'Pushpa' }, roles: ['incharge'], active: true }),
  );
  const user = await slow.logIn('pushpa');
  const path = '/reports/hmis-monthly/2026-10';
  const waiting = await user.get(path);
  t.equal(waiting.status, 202);
  t.match(text(waiting.body), '31 में से 12 दिन');
  const [, next = ''] = /^1; url=(.+)$/.exec(waiting.refresh ?? '') ?? [];
  t.match(next, path);
  release();
  const shown = await user.get(next);
  t.equal(shown.status, 200);
  t.match(text(shown.body), 'मासिक HMIS');
});
