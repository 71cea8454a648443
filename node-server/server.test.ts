import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import type { ResponseToolkit } from '@hapi/hapi';
import t from 'tap';
import type { Test } from 'tap';
import { hashPassword } from './password.js';
import { openToAll } from './session.js';
import { until } from '../tests/until.js';
import { InjectedBrowser, PASSWORD, sampleFrame } from '../tests/sample-frame.js';
import type { SampleFrame } from '../tests/sample-frame.js';

const HOUR_MS = 3_600_000;

async function open(t: Test): Promise<{ frame: SampleFrame; browser: InjectedBrowser }> {
  const frame = await sampleFrame();
  t.teardown(async () => {
    await frame.server.stop();
    rmSync(frame.folder, { recursive: true, force: true });
  });
  return { frame, browser: new InjectedBrowser(frame.server) };
}

const GOOD = { name: 'सीता कुमारी', sex: 'female', age: '३४' };

void t.test('a page asks for a log-in and is there right after it', async (t) => {
  const { browser } = await open(t);
  const asked = await browser.get('/sample?q=1');
  t.equal(asked.statusCode, 302);
  t.equal(asked.headers.location, '/login?next=%2Fsample%3Fq%3D1');
  const login = await browser.get(String(asked.headers.location));
  t.match(login.payload, 'सुनीता देवी');
  t.notMatch(login.payload, 'रमेश सिंह', 'who has left is not offered');
  const entered = await browser.post('/login', { name: 'sunita', password: PASSWORD, next: '/sample?q=1' });
  t.equal(entered.headers.location, '/sample?q=1');
  t.equal((await browser.get('/sample?q=1')).statusCode, 200);
});

void t.test('a log-in never leads to another site', async (t) => {
  const { browser } = await open(t);
  await browser.get('/login');
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/ok\r\nx: y']) {
    const answer = await browser.post('/login', { name: 'sunita', password: PASSWORD, next });
    t.equal(answer.headers.location, '/', next);
  }
});

void t.test('a wrong password, an unknown name and one who has left get the same answer', async (t) => {
  const { browser } = await open(t);
  await browser.get('/login');
  for (const [name, password] of [
    ['sunita', 'wrong'],
    ['nobody', PASSWORD],
    ['ramesh', PASSWORD],
    ['<b>', 'x'],
    ['', ''],
  ]) {
    const answer = await browser.post('/login', { name: name ?? '', password: password ?? '' });
    t.equal(answer.statusCode, 401);
    t.match(answer.payload, 'नाम या पासवर्ड सही नहीं है');
    t.notMatch(answer.payload, 'value="wrong"', 'the password is not written back');
  }
  t.equal((await browser.get('/')).statusCode, 302);
});

void t.test(
  'a person who is picked goes before a name that the page had filled in, not before one typed',
  async (t) => {
    const { browser } = await open(t);
    await browser.get('/login');
    const unknown = await browser.post('/login', { typedName: 'stranger', password: PASSWORD });
    t.match(unknown.payload, /name="prefilledName" value="stranger"/);
    const left = { typedName: 'stranger', prefilledName: 'stranger' };
    const wrong = await browser.post('/login', { ...left, name: 'sunita', password: 'wrong' });
    t.equal(wrong.statusCode, 401);
    t.match(wrong.payload, /value="sunita" checked/, 'who was picked stays picked');
    t.notMatch(wrong.payload, 'stranger');
    const typed = { typedName: 'dr.verma', prefilledName: 'stranger', name: 'sunita', password: 'wrong' };
    t.match((await browser.post('/login', typed)).payload, /value="dr.verma" checked/);
    const picked = await browser.post('/login', { ...left, name: 'sunita', password: PASSWORD });
    t.equal(picked.statusCode, 302);
  },
);

void t.test(
  'a browser remembers who logged in last at each box, and offers only whom the box knows',
  async (t) => {
    const { frame, browser } = await open(t);
    await browser.logIn('sunita');
    t.equal(browser.cookies.get('nadi-br1042-last-name'), 'sunita');
    await browser.post('/log-out', {});
    t.match((await browser.get('/login')).payload, /value="sunita" checked/);

    browser.cookies.set('nadi-last-name', 'of.another.box');
    browser.cookies.set('nadi-br1042-last-name', 'stranger');
    t.notMatch((await browser.get('/login')).payload, /stranger|of\.another\.box|prefilledName| checked/);
    browser.cookies.set('nadi-br1042-last-name', 'sunita');
    const clerk = frame.roll.find('sunita');
    if (clerk) clerk.active = false;
    t.notMatch((await browser.get('/login')).payload, 'value="sunita"', 'who has left is not offered');
  },
);

void t.test('after five wrong tries one waits, whatever is typed, and is told how long', async (t) => {
  const { frame, browser } = await open(t);
  await browser.get('/login');
  for (let i = 0; i < 5; i += 1) await browser.post('/login', { name: 'sunita', password: 'wrong' });
  const refused = await browser.post('/login', { name: 'sunita', password: PASSWORD });
  t.equal(refused.statusCode, 429);
  t.equal(refused.headers['retry-after'], '10');
  t.match(refused.payload, /10 सेकंड/);
  frame.clock.now += 11_000;
  t.equal((await browser.post('/login', { name: 'sunita', password: PASSWORD })).statusCode, 302);
});

void t.test(
  'a session ends after 12 hours, after 8 idle ones, at log-out, with a new password and when one leaves',
  async (t) => {
    const { frame, browser } = await open(t);
    const isIn = async (): Promise<boolean> => (await browser.get('/')).statusCode === 200;
    await browser.logIn('sunita');
    frame.clock.now += 7 * HOUR_MS;
    t.equal(await isIn(), true);
    frame.clock.now += 4.9 * HOUR_MS;
    t.equal(await isIn(), true, 'use keeps it alive');
    frame.clock.now += 0.2 * HOUR_MS;
    t.equal(await isIn(), false, 'but not for longer than a shift');

    await browser.logIn('sunita');
    frame.clock.now += 8 * HOUR_MS;
    t.equal(await isIn(), false, 'idle');

    await browser.logIn('sunita');
    frame.hashes.set('sunita', await hashPassword('another'));
    frame.passwords.forget('sunita');
    t.equal(await isIn(), false, 'new password');

    await browser.logIn('sunita', 'another');
    t.equal((await browser.post('/log-out', {})).headers.location, '/login');
    t.match((await browser.get('/login')).payload, 'आप लॉग-आउट हो गए');
    t.equal(await isIn(), false, 'logged out');

    await browser.logIn('dr.verma');
    t.equal(await isIn(), true);
    const doctor = frame.roll.find('dr.verma');
    if (doctor) doctor.active = false;
    t.equal(await isIn(), false, 'has left');
  },
);

void t.test('the session cookie cannot be read or made outside, and names its box', async (t) => {
  const { frame, browser } = await open(t);
  const answer = await browser.logIn('sunita');
  const cookie = [answer.headers['set-cookie']].flat().find((one) => one?.startsWith('nadi-br1042-session='));
  t.match(cookie, /HttpOnly; SameSite=Lax; Path=\//);
  t.notMatch(cookie, /Max-Age/, 'goes with the browser');
  t.notMatch(cookie, 'sunita');
  const stranger = new InjectedBrowser(frame.server);
  stranger.cookies.set('nadi-br1042-session', 'Fe26.2**forged');
  t.equal((await stranger.get('/')).statusCode, 302);
});

void t.test('roles decide pages: the doctor is told who may open the clerk’s', async (t) => {
  const { browser } = await open(t);
  await browser.logIn('dr.verma');
  const refused = await browser.get('/sample');
  t.equal(refused.statusCode, 403);
  t.match(refused.payload, 'पंजीकरण लिपिक');
  t.equal((await browser.get('/doctor')).statusCode, 200, 'a route without roles takes its station’s');
  const home = await browser.get('/');
  t.match(home.payload, 'href="/doctor"');
  t.notMatch(home.payload, 'href="/counter"');
  await browser.post('/log-out', {});
  await browser.logIn('sunita');
  t.equal((await browser.get('/doctor')).statusCode, 403);
});

void t.test('home shows the stations of one’s roles with today’s counts', async (t) => {
  const { browser } = await open(t);
  await browser.logIn('sunita');
  const { payload } = await browser.get('/');
  t.match(payload, 'नमस्ते, सुनीता देवी');
  t.match(payload, 'आज 41 हुए');
  t.match(payload, '<b>12</b>');
  t.match(payload, '214 रिकॉर्ड भेजने बाकी');
});

void t.test('a form without its token does nothing, and what was typed is offered again', async (t) => {
  const { frame, browser } = await open(t);
  await browser.logIn('sunita');
  const stale = await browser.post(
    '/sample',
    { ...GOOD, crumb: 'wrong' },
    { origin: frame.server.info.uri, host: hostOf(frame) },
  );
  t.equal(stale.statusCode, 403);
  t.match(stale.payload, 'सीता कुमारी');
  t.match(stale.payload, `name="crumb" value="${browser.cookies.get('crumb')}"`, 'with a fresh token');
  const bare = await browser.post('/sample', { ...GOOD, crumb: 'wrong' });
  t.equal(bare.statusCode, 403);
  t.notMatch(bare.payload, 'सीता कुमारी', 'from nowhere it is not');
  t.same(frame.saved, []);
});

void t.test('a form of another site is refused even with a token', async (t) => {
  const { frame, browser } = await open(t);
  await browser.logIn('sunita');
  const answer = await browser.post('/sample', GOOD, { origin: 'http://evil.example' });
  t.equal(answer.statusCode, 403);
  t.notMatch(answer.payload, 'सीता कुमारी');
  t.same(frame.saved, []);
});

void t.test('a log-in form without its token gives a fresh log-in page', async (t) => {
  const { browser } = await open(t);
  const answer = await browser.post('/login', { name: 'sunita', password: PASSWORD, crumb: 'old' });
  t.equal(answer.statusCode, 403);
  t.match(answer.payload, 'name="password"');
  t.notMatch(answer.payload, PASSWORD);
});

void t.test('a page left open overnight loses nothing', async (t) => {
  const { frame, browser } = await open(t);
  await browser.logIn('sunita');
  const form = await browser.get('/sample');
  const once = /name="once" value="([^"]+)"/.exec(form.payload)?.[1] ?? '';
  frame.clock.now += 10 * HOUR_MS;
  const asked = await browser.post('/sample', {
    ...GOOD,
    note: 'दो "दिन" से\n<बुखार>',
    newPassword: 'not-for-pages',
    seen: '4711',
    once,
  });
  t.equal(asked.statusCode, 401);
  t.match(asked.payload, 'आपका लिखा हुआ बचा है');
  t.notMatch(asked.payload, 'not-for-pages', 'passwords are not carried');
  t.same(frame.saved, []);

  const carried = unescape(/name="carried" value="([^"]*)"/.exec(asked.payload)?.[1]);
  const wrong = await browser.post('/login', { name: 'sunita', password: 'oops', carried });
  t.equal(
    unescape(/name="carried" value="([^"]*)"/.exec(wrong.payload)?.[1]),
    carried,
    'survives a wrong password',
  );
  const offered = await browser.post('/login', { name: 'sunita', password: PASSWORD, carried });
  t.match(offered.payload, 'यह अभी सहेजा नहीं गया');
  t.match(offered.payload, '<dd>दो &quot;दिन&quot; से\n&lt;बुखार&gt;</dd>');
  t.notMatch(offered.payload, '<dd>4711</dd>', 'what the form notes for itself is nothing to read');

  const fields: Record<string, string> = Object.fromEntries(
    [...offered.payload.matchAll(/<textarea class="carried" name="([^"]+)"[^>]*>\n([^<]*)</g)].map(
      (match): [string, string] => [match[1] ?? '', unescape(match[2])],
    ),
  );
  t.equal(fields['once'], once, 'the form’s own key comes along');
  t.equal(fields['seen'], '4711', 'but it comes along');
  delete fields['seen'];
  delete fields['newPassword'];
  const saved = await browser.post('/sample', fields);
  t.equal(saved.statusCode, 302);
  t.match(frame.saved, [{ ...GOOD, age: 34, note: 'दो "दिन" से\n<बुखार>' }]);
});

void t.test('a made-up carried form leads nowhere else', async (t) => {
  const { browser } = await open(t);
  await browser.get('/login');
  for (const target of ['https://evil.example', '//evil.example', 'sample']) {
    const carried = JSON.stringify({ target, fields: [] });
    const answer = await browser.post('/login', { name: 'sunita', password: PASSWORD, carried });
    t.equal(answer.headers.location, '/', target);
  }
});

void t.test('a wrong form comes back with what was typed and what is wrong', async (t) => {
  const { frame, browser } = await open(t);
  await browser.logIn('sunita');
  const answer = await browser.post('/sample', {
    name: '<script>alert(1)</script>',
    mobile: '987654321',
    birthDate: '31-02-2020',
    age: '-1',
    extra: 'x',
  });
  t.equal(answer.statusCode, 400);
  const { payload } = answer;
  t.match(payload, 'value="&lt;script&gt;alert(1)&lt;/script&gt;"');
  t.notMatch(payload, '<script>alert');
  t.match(payload, '<a href="#f-mobile">मोबाइल नंबर</a>');
  t.match(payload, /aria-describedby="f-mobile-hint f-mobile-error" aria-invalid="true"/);
  t.match(payload, 'ऐसी कोई तारीख़ नहीं है');
  t.match(payload, '0 या उससे ज़्यादा लिखें');
  t.match(payload, /extra[^<]*: यह जानकारी इस फ़ॉर्म में नहीं होती/, 'unknown fields are named');
  t.match(payload, '6 बातें ठीक करें');
  t.same(frame.saved, []);
});

void t.test('a double click saves once; another form saves again', async (t) => {
  const { frame, browser } = await open(t);
  await browser.logIn('sunita');
  const answers = await Promise.all(
    [1, 2, 3].map(() => browser.post('/sample', { ...GOOD, once: 'same-key' })),
  );
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [302, 302, 302],
  );
  t.equal(frame.saved.length, 1);
  await browser.post('/sample', { ...GOOD, once: 'new-key' });
  t.equal(frame.saved.length, 2);
  t.match((await browser.get('/sample')).payload, 'आज 2 हुए', 'the next page says so');
  t.notMatch((await browser.get('/sample')).payload, 'आज 2 हुए', 'and only the next');
});

void t.test(
  'a script that sends a form in its place is told where to go, and whether it is saved',
  async (t) => {
    const { frame, browser } = await open(t);
    await browser.logIn('sunita');
    const inPlace = { 'x-nadi-in-place': '1' };
    const told = async (form: Record<string, string>): Promise<unknown> => {
      const answer = await browser.post('/sample', form, inPlace);
      t.equal(answer.statusCode, 200);
      return JSON.parse(answer.payload) as unknown;
    };
    const refused = await told({ ...GOOD, name: 'सीता 5', once: 'a-key' });
    t.match(refused, { go: /^\/answer\//, saved: false });
    const page = await browser.get((refused as { go: string }).go);
    t.equal(page.statusCode, 400);
    t.match(page.payload, 'value="सीता 5"');
    t.same(await told({ ...GOOD, once: 'a-key' }), { go: '/sample', saved: true });
    t.equal(frame.saved.length, 1);
    t.match((await browser.get('/sample')).payload, 'आज 1 हुए', 'the notice waits for the page');

    frame.clock.now += 13 * HOUR_MS;
    const gone = await browser.post('/sample', GOOD, inPlace);
    t.equal(gone.statusCode, 401);
    t.match(gone.headers['content-type'], 'text/html', 'the log-in page is for the browser itself');
  },
);

void t.test('the language switch returns to the page and keeps what was typed', async (t) => {
  const { frame, browser } = await open(t);
  await browser.logIn('sunita');
  t.match((await browser.get('/')).payload, '<html lang="hi">');
  const plain = await browser.post('/language', { 'switch-language': 'en', back: '/?x=1' });
  t.equal(plain.headers.location, '/?x=1');
  t.match((await browser.get('/')).payload, 'Welcome, Sunita Devi');

  const typed = { ...GOOD, name: 'अधूरा', 'switch-language': 'hi' };
  const answer = await browser.post('/language?again=%2Fsample', typed);
  t.equal(answer.statusCode, 307);
  t.equal(answer.headers.location, '/sample?again=1');
  const again = await browser.post('/sample?again=1', typed);
  t.equal(again.statusCode, 200);
  t.match(again.payload, 'value="अधूरा"');
  t.match(again.payload, '<html lang="hi">');
  t.notMatch(again.payload, 'id="problems"');
  t.same(frame.saved, [], 'and saves nothing');
  t.equal(
    (await browser.post('/language', { 'switch-language': 'en', back: '//evil.example' })).headers.location,
    '/',
  );
});

void t.test('names with markup are escaped wherever they stand', async (t) => {
  const { browser } = await open(t);
  await browser.logIn('sunita');
  const { payload } = await browser.get(
    `/sample/name?name=${encodeURIComponent('<img src=x onerror=alert(1)>"😀')}`,
  );
  t.notMatch(payload, '<img');
  t.match(payload, 'aria-label="&lt;img src=x onerror=alert(1)&gt;&quot;😀"');
});

void t.test('every page forbids foreign and inline scripts, frames, sniffing and caches', async (t) => {
  const { browser } = await open(t);
  for (const url of ['/login', '/nope', '/sample/open']) {
    const { headers, payload } = await browser.get(url);
    t.match(
      headers['content-security-policy'],
      /default-src 'none'; script-src 'self'; style-src 'self'/,
      url,
    );
    t.match(headers['content-security-policy'], "frame-ancestors 'none'");
    t.match(headers, {
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
    t.notMatch(payload, /<script(?![^>]*\bsrc=)|<style|\sstyle="|\son\w+="/, 'nothing inline');
  }
});

void t.test('assets and fonts are kept for ever under addresses that change with them', async (t) => {
  const { frame, browser } = await open(t);
  const { payload } = await browser.get('/login');
  const css = /href="(\/assets\/[^"]+nadi\.css)"/.exec(payload)?.[1] ?? '';
  const stranger = new InjectedBrowser(frame.server);
  for (const url of [css, '/assets/fonts/noto-400.ttf', '/assets/fonts/noto-600.ttf']) {
    const answer = await stranger.get(url);
    t.equal(answer.statusCode, 200, url);
    t.match(answer.headers['cache-control'], 'immutable');
    t.notOk(answer.headers['set-cookie']);
  }
  for (const url of ['/assets/x/..%2f..%2flayout.eta', '/assets/fonts/none.ttf', '/assets/x/none.css']) {
    t.equal((await stranger.get(url)).statusCode, 404, url);
  }
});

void t.test('an unexpected error shows a number, not a stack, and its log holds no patient', async (t) => {
  const { frame, browser } = await open(t);
  await browser.logIn('sunita');
  const { payload, statusCode, headers } = await browser.post('/sample/broken', { name: 'सीता' });
  t.equal(statusCode, 500);
  t.notMatch(payload, /at Object|secret|\.ts|\.js:\d/);
  t.match(payload, String(headers['x-request-id']));
  t.match(payload, '<dd>सीता</dd>', 'what was typed can be sent again');
  const entry = frame.log.find(({ level }) => level === 'error');
  t.match(entry, { id: headers['x-request-id'], code: 'internal', route: '/sample/broken' });
  t.match(entry?.['stack'], 'sample-frame');
  t.notMatch(JSON.stringify(frame.log), /Sita|सीता|password/);
});

void t.test('the log names the route’s pattern and who called, not the address with its query', async (t) => {
  const { frame, browser } = await open(t);
  await browser.logIn('sunita');
  await browser.get('/sample/name?name=Ramkali');
  t.match(frame.log.at(-1), {
    message: 'request',
    route: '/sample/name',
    status: 200,
    by: 'sunita',
    method: 'get',
  });
  t.notMatch(JSON.stringify(frame.log), 'Ramkali');
});

void t.test('the log knows how long a stream was open that its browser broke off', async (t) => {
  const { frame } = await open(t);
  const handler = (_: unknown, h: ResponseToolkit) => {
    const stream = new PassThrough();
    stream.write('hello');
    return h.response(stream).type('text/event-stream').header('content-encoding', 'identity');
  };
  frame.server.route({ method: 'GET', path: '/stream', options: openToAll(), handler });
  await frame.server.start();
  const response = await new Promise<IncomingMessage>((resolve) => {
    get(`${frame.server.info.uri}/stream`, resolve);
  });
  await once(response, 'data');
  response.destroy();
  const line = await until('the log has it', () => frame.log.find(({ status }) => status === 499) ?? false);
  t.match(line, { route: '/stream', ms: Number });
  t.ok(Number(line['ms']) >= 0 && Number(line['ms']) < 60_000, `${String(line['ms'])} ms`);
});

void t.test('an unknown page, an impossible address and too much text each get a clear page', async (t) => {
  const { browser } = await open(t);
  await browser.logIn('sunita');
  const missing = await browser.get('/nope');
  t.equal(missing.statusCode, 404);
  t.match(missing.payload, 'यह पृष्ठ नहीं है');
  t.equal((await browser.post('/nope', { a: 'b' })).statusCode, 404);
  const impossible = await browser.get('/%zz');
  t.equal(impossible.statusCode, 400);
  t.match(impossible.payload, 'भेजी गई जानकारी सही नहीं है');
  const huge = await browser.post('/sample', { name: 'x'.repeat(1_100_000) });
  t.equal(huge.statusCode, 413);
  t.match(huge.payload, 'बहुत बड़ी है');
});

void t.test('the API answers in JSON: malformed, huge, unknown fields, no log-in, no token', async (t) => {
  const { frame, browser } = await open(t);
  const stranger = new InjectedBrowser(frame.server);
  const asked = await stranger.postJson('/api/sample', '{"token":1}');
  t.match(JSON.parse(asked.payload), { error: { code: 'not-logged-in' } });
  t.equal(asked.statusCode, 401);

  await browser.logIn('sunita');
  t.same(JSON.parse((await browser.postJson('/api/sample', '{"token":1}')).payload), { token: 1 });
  const malformed = await browser.postJson('/api/sample', '{"token":');
  t.equal(malformed.statusCode, 400);
  t.match(JSON.parse(malformed.payload), { error: { code: 'bad-input', hint: String } });
  const unknown = await browser.postJson('/api/sample', '{"token":1,"tokn":2}');
  t.match(JSON.parse(unknown.payload), {
    error: { code: 'bad-input', fields: [{ field: 'tokn', code: 'unknownField' }] },
  });
  const huge = await browser.postJson('/api/sample', JSON.stringify({ token: 'x'.repeat(1_100_000) }));
  t.equal(huge.statusCode, 413);
  t.match(JSON.parse(huge.payload), { error: { message: 'भेजी गई जानकारी बहुत बड़ी है' } });
  t.equal((await browser.get('/api/nope')).statusCode, 404);
  t.match((await browser.get('/api/nope')).headers['content-type'], 'application/json');
  browser.cookies.set('crumb', 'x');
  const answer = await frame.server.inject({
    method: 'POST',
    url: '/api/sample',
    payload: { token: 1 },
    headers: { cookie: [...browser.cookies].map(([a, b]) => `${a}=${b}`).join('; ') },
  });
  t.equal(answer.statusCode, 403);
});

void t.test('odd cookies of other programs on the machine don’t close the pages', async (t) => {
  const { browser } = await open(t);
  browser.cookies.set('other', '"broken');
  browser.cookies.set('nadi-language', 'xx');
  t.equal((await browser.get('/login')).statusCode, 200);
});

void t.test(
  'a form that comes again with other words is saved, never answered for the first ones',
  async (t) => {
    const { frame, browser } = await open(t);
    await browser.logIn('sunita');
    await browser.get('/sample');
    await browser.post('/sample', { ...GOOD, once: 'same-key' });
    await browser.post('/sample', { ...GOOD, once: 'same-key', age: '43' });
    t.match(frame.saved, [{ age: 34 }, { age: 43 }]);
    // Browsers may send a form's fields in another order than before.
    await browser.post('/sample', { once: 'same-key', age: '43', sex: 'female', name: GOOD.name });
    t.equal(frame.saved.length, 2);
  },
);

void t.test(
  'whoever waits for another try is let in again also while the box’s clock stands still',
  async (t) => {
    let ticks = 0;
    const frame = await sampleFrame({ monotonic: () => ticks });
    t.teardown(async () => {
      await frame.server.stop();
      rmSync(frame.folder, { recursive: true, force: true });
    });
    const browser = new InjectedBrowser(frame.server);
    await browser.get('/login');
    for (let i = 0; i < 5; i += 1) await browser.post('/login', { name: 'sunita', password: 'wrong' });
    frame.clock.now -= 30 * 86_400_000;
    t.equal((await browser.post('/login', { name: 'sunita', password: PASSWORD })).statusCode, 429);
    ticks += 11_000;
    t.equal((await browser.post('/login', { name: 'sunita', password: PASSWORD })).statusCode, 302);
  },
);

void t.test('a font that no page names is not found, whatever its name', async (t) => {
  const { browser } = await open(t);
  t.equal((await browser.get('/assets/fonts/noto-400.ttf')).statusCode, 200);
  for (const name of ['constructor', '__proto__', 'noto-500.ttf']) {
    t.equal((await browser.get(`/assets/fonts/${name}`)).statusCode, 404, name);
  }
});

function hostOf(frame: SampleFrame): string {
  return new URL(frame.server.info.uri).host;
}

function unescape(text = ''): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

void t.test('a browser’s connection outlasts the filling in of a form', async (t) => {
  const { frame } = await open(t);
  await frame.server.start();
  const { headers } = await fetch(`${frame.server.info.uri}/login`);
  t.equal(headers.get('keep-alive'), 'timeout=75');
});
