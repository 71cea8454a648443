import { createServer } from 'node:http';
import { join } from 'node:path';
import { once } from 'node:events';
import t from 'tap';
import { openFakeBox, temporaryFolder } from '../fake-box.js';
import { callAdmin } from './call-admin.js';
import { readSyncReport, syncNow } from './control-sync.js';
import { addStaff, disableStaff, enableStaff, listStaff, resetStaff } from './manage-staff.js';
import { readStatus } from './read-status.js';
import { stopServer } from './stop-server.js';

void t.test('each task asks the running server', async (t) => {
  const { folder, facility } = await openFakeBox(t);
  t.match(await readStatus(folder), { box: 'BR1042', records: 30_412 });
  const added = await addStaff(folder, {
    id: 'sunita',
    name: { hi: 'सुनीता', en: 'Sunita' },
    roles: ['nurse'],
  });
  t.equal(facility.passwords.get('sunita'), added.password);
  t.match(await disableStaff(folder, 'sunita'), { staff: { active: false } });
  t.match(await listStaff(folder), [{ id: 'sunita', active: false }]);
  t.match(await enableStaff(folder, 'sunita'), { staff: { active: true } });
  t.notOk((await resetStaff(folder, 'sunita', 'eight-or-more')).password);
  t.equal(facility.passwords.get('sunita'), 'eight-or-more');
  t.match(await readSyncReport(folder), { kind: 'up-to-date' });
  t.match(await syncNow(folder), { done: true });
});

void t.test('what the server refuses arrives as the same error', async (t) => {
  const { folder } = await openFakeBox(t);
  await t.rejects(disableStaff(folder, 'nobody'), { code: 'not-found' });
  await t.rejects(addStaff(folder, { id: 'X', name: { hi: 'क', en: 'k' }, roles: [] }), {
    code: 'bad-input',
    fields: [
      { field: 'id', code: 'wrongStaffId' },
      { field: 'roles', code: 'required' },
    ],
  });
});

void t.test('a round of sync that fails is an error that says why', async (t) => {
  const { folder, facility } = await openFakeBox(t);
  const failed = {
    waiting: 3,
    received: 0,
    lastError: { code: 'x', message: 'getaddrinfo EAI_AGAIN', at: '2026-11-21T00:00:00Z' },
  };
  facility.sync = { ...failed, kind: 'offline' };
  await t.rejects(syncNow(folder), { code: 'centre-unreachable', message: /EAI_AGAIN.*3 records/ });
  facility.sync = { ...failed, kind: 'refused' };
  await t.rejects(syncNow(folder), { code: 'centre-refused' });
  facility.sync = { kind: 'not-set', waiting: 3, received: 0 };
  await t.rejects(syncNow(folder), { code: 'centre-not-set' });
  facility.round = () => new Promise(() => {});
  t.match(await syncNow(folder), { done: false });
});

void t.test('without a server the error says whether to start one or to set one up', async (t) => {
  const { folder, stop } = await openFakeBox(t);
  await stop();
  await t.rejects(readStatus(folder), {
    code: 'server-not-running',
    hint: 'hints.startIt',
    params: { folder },
  });
  await t.rejects(readStatus(join(folder, 'nowhere')), { code: 'not-set-up' });
  await t.rejects(readStatus(await temporaryFolder(t)), { code: 'not-set-up' });
});

void t.test('a server that is silent or speaks nonsense does not hang the command', async (t) => {
  const folder = await temporaryFolder(t);
  const odd = createServer((request, response) => {
    if (request.url === '/nonsense') response.end('<html>');
    if (request.url === '/bare') response.writeHead(502).end('{}');
  }).listen(join(folder, 'admin.sock'));
  await once(odd, 'listening');
  t.teardown(() => {
    odd.closeAllConnections();
    odd.close();
  });
  await t.rejects(callAdmin(folder, { method: 'GET', path: '/silent', timeoutMs: 50 }), {
    code: 'server-not-running',
    message: /does not answer/,
  });
  await t.rejects(callAdmin(folder, { method: 'GET', path: '/nonsense' }), { code: 'internal' });
  await t.rejects(callAdmin(folder, { method: 'GET', path: '/bare' }), { code: 'internal', message: /502/ });
});

void t.test('stop returns when the server answers no more, and says so when it does not stop', async (t) => {
  const { folder, facility } = await openFakeBox(t);
  const reallyStop = facility.onStop;
  facility.onStop = () => Promise.resolve();
  await t.rejects(stopServer(folder, 150), { code: 'server-running' });
  facility.onStop = reallyStop;
  await stopServer(folder);
  await t.rejects(readStatus(folder), { code: 'server-not-running' });
});
