import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Server, ServerInjectResponse, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { StaffRecord } from '../records/people.js';
import {
  dateField,
  mobileField,
  nameField,
  numberField,
  choiceField,
  textField,
} from '../node-server/form-fields.js';
import { emptyForm, readBody, readForm, saveOnce, showForm } from '../node-server/forms.js';
import type { FrameOptions, LogEntry } from '../node-server/frame-context.js';
import { redirectWithNotice } from '../node-server/notice.js';
import { pageContext } from '../node-server/page-context.js';
import { hashPassword } from '../node-server/password.js';
import { PasswordBook } from '../node-server/password-book.js';
import { showsNobody } from '../node-server/access/look.js';
import { buildServer } from '../node-server/server.js';
import { openToAll, requireRole } from '../node-server/session.js';
import { StaffRoll } from '../node-server/staff-roll.js';
import { pageEngine } from '../templates/page-engine.js';
import { QUICK_COST } from './quick-cost.js';

export const PASSWORD = 'नदी-pulse-42';

/** A form as stations write theirs. */
const SAMPLE_PAGE = `<% layout('/layout', { title: 'नया पंजीकरण' }) %>
<%~ patientBanner({ name: it.patientName, ageSex: '34 वर्ष, महिला', village: 'रामपुर', mobile: '98xxxxxx21', id: 'BR1042-004217-K', token: 42, priority: 'pregnant', allergies: ['Penicillin'] }) %>
<%~ startForm({ action: '/sample', style: 'sheet' }) %>
<%~ field({ name: 'name', required: true, max: 80 }) %>
<div class="field-row">
<%~ field({ name: 'age', inputmode: 'numeric', unit: 'वर्ष' }) %>
<%~ field({ name: 'mobile', type: 'tel', inputmode: 'numeric', optional: true, hint: '10 अंक' }) %>
</div>
<%~ choices({ name: 'sex', options: ['female', 'male', 'other'] }) %>
<%~ field({ name: 'birthDate', hint: 'जैसे 21-11-1992', optional: true, width: 'medium' }) %>
<%~ field({ name: 'note', type: 'textarea', optional: true }) %>
<%~ endForm({ cancel: '/' }) %>
<table class="table"><thead><tr><th>टोकन</th><th>नाम</th><th class="num">प्रतीक्षा</th></tr></thead><tbody>
<tr><td data-label="टोकन">041</td><td data-label="नाम">रामकली देवी</td><td data-label="प्रतीक्षा" class="num">12 मिनट</td></tr>
<tr><td data-label="टोकन">042</td><td data-label="नाम"><%= it.patientName %></td><td data-label="प्रतीक्षा" class="num">8 मिनट</td></tr>
</tbody></table>
<%~ empty() %>
`;

const sampleSchema = Joi.object<Record<string, unknown>>({
  name: nameField().required(),
  age: numberField(0, 120),
  mobile: mobileField(),
  sex: choiceField('female', 'male', 'other').required(),
  birthDate: dateField({ notAfter: () => '2026-11-21' }),
  note: textField(500),
});

export interface SampleFrame {
  server: Server;
  /** what the sample form has saved */
  saved: object[];
  log: LogEntry[];
  clock: { now: number };
  roll: StaffRoll;
  hashes: Map<string, string>;
  passwords: PasswordBook;
  folder: string;
}

const QUICK_HASH = await hashPassword(PASSWORD, QUICK_COST);

/** The frame around one sample form, with a clerk (sunita), a doctor (dr.verma) and one who has left (ramesh). */
export async function sampleFrame(options: Partial<FrameOptions> = {}): Promise<SampleFrame> {
  const clock = { now: Date.parse('2026-11-21T04:30:00Z') };
  const roll = new StaffRoll();
  for (const record of STAFF) roll.apply(record);
  const hashes = new Map(STAFF.map(({ staff }) => [staff, QUICK_HASH]));
  const passwords = new PasswordBook((id) => Promise.resolve(hashes.get(id) ?? null));
  const log: LogEntry[] = [];
  const saved: object[] = [];
  const server = await buildServer(
    {
      box: 'BR1042',
      profile: () => ({ name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'PHC Rampur' } }),
      now: () => clock.now,
      staff: roll,
    },
    {
      sessionKey: 'a key for tests that is long enough, surely',
      passwords,
      stations: [
        { name: 'counter', path: '/counter', roles: ['clerk', 'incharge'], routes: [] },
        { name: 'queue', path: '/queue', roles: ['clerk', 'doctor', 'incharge'], routes: [] },
        { name: 'doctor', path: '/doctor', roles: ['doctor'], routes: [plainRoute] },
        { name: 'vitals', path: '/vitals', roles: ['nurse', 'incharge'], routes: [] },
        { name: 'lab', path: '/lab', roles: ['incharge'], routes: [] },
        { name: 'pharmacy', path: '/pharmacy', roles: ['incharge'], routes: [] },
        { name: 'stock', path: '/stock', roles: ['incharge'], routes: [] },
        { name: 'display', path: '/display', roles: ['incharge', 'clerk'], routes: [] },
      ],
      counts: () => ({
        counter: { done: 41 },
        queue: { waiting: 12 },
        doctor: { waiting: 7, done: 30 },
        lab: { waiting: 0 },
      }),
      syncLine: () => ({ tone: 'wait', text: '214 रिकॉर्ड भेजने बाकी' }),
      log: (entry) => log.push(entry),
      monotonic: () => clock.now,
      ...options,
    },
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'nadi-frame-'));
  writeFileSync(path.join(folder, 'sample.eta'), SAMPLE_PAGE);
  await server.register({
    name: 'sample',
    register: (inner: Server) => {
      inner.views({ engines: { eta: pageEngine() }, path: folder, context: pageContext });
      addRoutes(inner, saved);
    },
  });
  return { server, saved, log, clock, roll, hashes, passwords, folder };
}

const plainRoute = {
  method: 'GET',
  path: '/doctor',
  options: showsNobody('one word'),
  handler: () => 'doctor',
} satisfies ServerRoute;

function addRoutes(server: Server, saved: object[]): void {
  const clerk = requireRole('clerk');
  server.route([
    {
      method: 'GET',
      path: '/sample',
      options: clerk,
      handler: (_request, h) => h.view('sample', { form: emptyForm(), patientName: 'सीता कुमारी' }),
    },
    {
      method: 'POST',
      path: '/sample',
      options: clerk,
      handler: async (request, h) => {
        const reading = readForm(request, sampleSchema);
        if (!reading.ok) return showForm(h, 'sample', reading.form, { patientName: 'सीता कुमारी' });
        await saveOnce(request, reading.form, () => {
          saved.push(reading.values);
          return Promise.resolve();
        });
        return redirectWithNotice(request, h, '/sample', 'home.done', { count: saved.length });
      },
    },
    {
      method: 'GET',
      path: '/sample/name',
      options: clerk,
      handler: (request, h) =>
        h.view('sample', { form: emptyForm(), patientName: String(request.query['name']) }),
    },
    {
      method: ['GET', 'POST'],
      path: '/sample/broken',
      options: clerk,
      handler: () => {
        throw new Error('secret of patient Sita');
      },
    },
    {
      method: 'POST',
      path: '/api/sample',
      options: { plugins: { crumb: { restful: true }, nadi: { roles: ['clerk'] } } },
      handler: (request) => readBody(request, Joi.object({ token: Joi.number().required() })),
    },
    { method: 'GET', path: '/sample/open', options: openToAll(), handler: () => 'open' },
  ]);
}

/** Cookies and token of one browser, for calls through `server.inject`. */
export class InjectedBrowser {
  readonly cookies = new Map<string, string>();

  constructor(private readonly server: Server) {}

  async get(url: string, headers: Record<string, string> = {}): Promise<ServerInjectResponse> {
    return this.#send({ method: 'GET', url, headers });
  }

  /** Posts a form with the token of the last page, unless `crumb` stands among the fields. */
  async post(
    url: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<ServerInjectResponse> {
    const payload = new URLSearchParams({ crumb: this.cookies.get('crumb') ?? '', ...fields }).toString();
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
    return this.#send({ method: 'POST', url, payload, headers: form });
  }

  async postJson(url: string, payload: string): Promise<ServerInjectResponse> {
    const headers = { 'content-type': 'application/json', 'x-csrf-token': this.cookies.get('crumb') ?? '' };
    return this.#send({ method: 'POST', url, payload, headers });
  }

  async logIn(name: string, password = PASSWORD): Promise<ServerInjectResponse> {
    await this.get('/login');
    return this.post('/login', { name, password });
  }

  async #send(call: {
    method: string;
    url: string;
    payload?: string;
    headers: Record<string, string>;
  }): Promise<ServerInjectResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.server.inject({
      ...call,
      headers: { ...call.headers, ...(cookie ? { cookie } : {}) },
    });
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/Max-Age=0/.test(set)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}

const STAFF: StaffRecord[] = [
  staff('sunita', 'सुनीता देवी', 'Sunita Devi', ['clerk'], true),
  staff('dr.verma', 'डॉ. अनिल वर्मा', 'Dr Anil Verma', ['doctor'], true),
  staff('incharge', 'श्रीमती पुष्पा झा', 'Mrs Pushpa Jha', ['incharge', 'clerk'], true),
  staff('meena', 'मीना कुमारी', 'Meena Kumari', ['nurse'], true),
  staff('rakesh', 'राकेश पासवान', 'Rakesh Paswan', ['lab', 'pharmacist'], true),
  staff('ramesh', 'रमेश सिंह', 'Ramesh Singh', ['clerk'], false),
];

function staff(
  id: string,
  hi: string,
  en: string,
  roles: StaffRecord['roles'],
  active: boolean,
): StaffRecord {
  const at = '2026-11-01T04:00:00.000Z';
  return {
    _id: `staff:BR1042:${id}:1`,
    type: 'staff',
    n: 1,
    at,
    by: id,
    v: 1,
    staff: id,
    name: { hi, en },
    roles,
    active,
  };
}
