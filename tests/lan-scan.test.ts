import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t from 'tap';
import { makeDemo } from '../cli/demo/make-demo.js';
import { DeviceBook } from '../node-server/devices/device-book.js';
import { Facility } from '../node-server/facility.js';
import { PasswordBook } from '../node-server/password-book.js';
import { buildServer } from '../node-server/server.js';
import { sampleParts } from './sample-parts.js';
import { stationPages } from '../node-server/stations.js';
import { CertificateKeeper } from '../node-server/tls/certificate-keeper.js';
import { ownNames } from '../node-server/tls/own-names.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** What a device that the box does not know may have; everything else is refused or sent to `/pair`. */
const OPEN = [/^\/assets\//, /^\/pair$/, /^\/trust(\/nadi-ca\.crt)?$/, /^\/language$/];
const NOW = Date.parse('2026-11-21T04:30:00Z');

void t.test(
  'an unpaired device that asks for every route by every method finds nothing of a patient',
  async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'nadi-scan-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const centre = { url: 'http://127.0.0.1:1', user: 'BR1042', password: 'none' };
    await makeDemo({ folder, host: '127.0.0.1', port: 0, centre, now: NOW, days: 1 });
    const facility = await Facility.open({ folder, box: 'BR1042', now: () => NOW });
    t.teardown(() => facility.stop());
    const keeper = await CertificateKeeper.open({
      folder,
      box: 'BR1042',
      names: () => ownNames('nadi.local'),
      clock: () => NOW,
      ledger: () => NOW,
    });
    const server = await buildServer(facility, {
      sessionKey: 'a key for tests that is long enough, surely',
      passwords: new PasswordBook(() => Promise.resolve(null)),
      stations: stationPages(facility, await sampleParts(t, facility, folder)),
      syncLine: () => ({ tone: 'wait', text: 'SYNC-LINE' }),
      lan: {
        tls: { ...keeper.current, ca: { certificate: keeper.ca.certificate, facts: keeper.caFacts } },
        devices: await DeviceBook.open(facility, { log: () => undefined }),
        lockMinutes: 5,
      },
    });
    t.teardown(() => server.stop());

    const { entries, secrets } = plantedWords(facility);
    const paths = new Set<string>([
      '/',
      '/nothing-here',
      '/admin',
      '/status',
      '/metrics',
      '/.env',
      '/records/_all_docs',
    ]);
    for (const route of server.table()) for (const one of fill(route.path, entries)) paths.add(one);
    t.ok(paths.size > 60, `${paths.size} addresses`);
    const wrong: string[] = [];
    let asked = 0;
    for (const url of paths) {
      for (const method of METHODS) {
        for (const accept of ['text/html', 'application/json', 'text/event-stream']) {
          const answer = await server.inject({
            method,
            url,
            headers: { accept },
            remoteAddress: '192.168.1.66',
          });
          asked += 1;
          const where = `${method} ${url} (${accept}): ${answer.statusCode}`;
          if (secrets.some((secret) => answer.payload.includes(secret)))
            wrong.push(`${where} tells of a patient`);
          const open = OPEN.some((pattern) => pattern.test(url));
          const toPair = answer.statusCode === 302 && answer.headers.location === '/pair';
          if (!open && !toPair && answer.statusCode !== 403) wrong.push(where);
          if (url.startsWith('/language') && answer.statusCode === 200) wrong.push(where);
        }
      }
    }
    t.same(wrong, [], `${asked} requests`);
    const known = server.table().filter(({ settings }) => settings.plugins?.nadi?.unpaired);
    t.same(
      [...new Set(known.map((route) => route.path))].sort(),
      [
        '/assets/fonts/{file}',
        '/assets/{version}/{file}',
        '/language',
        '/pair',
        '/trust',
        '/trust/nadi-ca.crt',
      ],
      'a route that is open to unpaired devices must be meant to be',
    );
  },
);

/** Real ids for the routes' parameters, and words that no answer may hold. */
function plantedWords(facility: Facility) {
  const patients = Array.from({ length: 20 }, (_, i) => facility.patients.findById(String(i + 1))).filter(
    (patient) => patient !== null,
  );
  const visits = [...facility.queue.entries(), ...facility.queue.carried()].map(({ visit }) => visit);
  const [visit = ''] = visits;
  const [patient] = patients;
  return {
    entries: {
      visit: [visit.slice('visit:BR1042:'.length), visit],
      patient: [patient?.id ?? '', patient?.id.slice('patient:'.length) ?? ''],
      item: [facility.stock.items()[0] ?? 'paracetamol-tab-500mg'],
      version: ['x'],
      file: ['nadi.css'],
    },
    secrets: [
      ...patients.flatMap(({ name, mobile, id }) => [
        name,
        id.slice('patient:'.length),
        ...(mobile ? [mobile] : []),
      ]),
      'SYNC-LINE',
    ],
  };
}

/** An address for a route's pattern, with each known value in the place of its parameter. */
function fill(pattern: string, entries: Record<string, string[]>): string[] {
  const [, name = ''] = /\{(\w+)[?*]?\d*\}/.exec(pattern) ?? [];
  if (name === '') return [pattern];
  const values = (entries[name] ?? ['1']).filter((value) => value !== '');
  return values.flatMap((value) =>
    fill(pattern.replace(/\{\w+[?*]?\d*\}/, encodeURIComponent(value)), entries),
  );
}
