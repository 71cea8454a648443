import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t, { type Test } from 'tap';
import { CertificateKeeper, type KeeperOptions } from './certificate-keeper.js';
import { caSpan, certificateSpan } from './certificate-span.js';
import { issueCertificate, makeLocalCa, type LanNames } from './local-ca.js';
import { tlsOptions } from './tls-options.js';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-21T04:30:00Z');
const NAMES: LanNames = { dns: ['nadi.local', 'localhost'], addresses: ['127.0.0.1', '192.168.1.10'] };

async function keep(t: Test, more: Partial<KeeperOptions> = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'nadi-tls-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const now = { clock: NOW, ledger: NOW, names: NAMES };
  const options: KeeperOptions = {
    folder,
    box: 'BR1042',
    names: () => now.names,
    clock: () => now.clock,
    ledger: () => now.ledger,
    ...more,
  };
  return { folder, now, options, open: () => CertificateKeeper.open(options) };
}

const served = (keeper: CertificateKeeper) => new X509Certificate(keeper.current.cert);

/** What a browser that trusts this CA gets from a server with this certificate, or why it gets nothing. */
async function visit(ca: string, pair: { key: string; cert: string }, host: string): Promise<string> {
  const server = createServer(tlsOptions(pair), (_request, response) => response.end('pulse'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  try {
    return await new Promise((resolve) => {
      const asked = request({ host: '127.0.0.1', port, ca, servername: host, agent: false, path: '/' });
      asked.on('response', (response) => response.on('data', (text) => resolve(String(text))));
      asked.on('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'UNSPECIFIED' ? error.message : (error.code ?? '')),
      );
      asked.end();
    });
  } finally {
    server.close();
  }
}

t.test(
  'a client that trusts the CA believes the box by its name and its address, another does not',
  async (t) => {
    const keeper = await (await keep(t)).open();
    const ca = keeper.ca.certificate;
    t.equal(await visit(ca, keeper.current, 'nadi.local'), 'pulse');
    t.equal(await visit(ca, keeper.current, ''), 'pulse', 'by 127.0.0.1');
    const other = makeLocalCa('Nadi XX0001', caSpan(NOW, NOW)).certificate;
    t.equal(await visit(other, keeper.current, 'nadi.local'), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    t.equal(await visit(ca, keeper.current, 'other.local'), 'ERR_TLS_CERT_ALTNAME_INVALID');
  },
);

t.test('nobody who stole the CA key can pass for a site on the internet', async (t) => {
  const keeper = await (await keep(t)).open();
  const names = { dns: ['bank.example'], addresses: [] };
  const forged = issueCertificate(keeper.ca, names, certificateSpan(NOW, NOW));
  const pair = { key: forged.key, cert: forged.certificate };
  t.equal(await visit(keeper.ca.certificate, pair, 'bank.example'), 'permitted subtree violation');
  const public4 = issueCertificate(
    keeper.ca,
    { dns: ['nadi.local'], addresses: ['8.8.8.8'] },
    certificateSpan(NOW, NOW),
  );
  t.equal(
    await visit(keeper.ca.certificate, { key: public4.key, cert: public4.certificate }, 'nadi.local'),
    'permitted subtree violation',
  );
});

t.test(
  'the CA lasts ten years, a server certificate at most 397 days, and keys are the owner’s only',
  async (t) => {
    const { folder, open } = await keep(t);
    const keeper = await open();
    const ca = new X509Certificate(keeper.ca.certificate);
    t.equal(ca.ca, true);
    t.equal(new Date(ca.validTo).getUTCFullYear(), 2036);
    t.match(ca.publicKey.asymmetricKeyDetails, { namedCurve: 'prime256v1' });
    const { validFrom, validTo, subjectAltName } = served(keeper);
    t.ok(Date.parse(validTo) - Date.parse(validFrom) <= 397 * DAY_MS);
    t.match(subjectAltName, 'DNS:nadi.local, DNS:localhost, IP Address:127.0.0.1, IP Address:192.168.1.10');
    t.equal((await stat(path.join(folder, 'tls'))).mode & 0o777, 0o700);
    for (const name of ['ca.json', 'server.json']) {
      t.equal((await stat(path.join(folder, 'tls', name))).mode & 0o777, 0o600, name);
    }
    t.equal(keeper.caFacts.words.split(' ').length, 8);
  },
);

t.test(
  'the certificate is renewed a month before it ends and when an address changes, under the same CA',
  async (t) => {
    const { now, open } = await keep(t);
    const keeper = await open();
    const { fingerprint } = keeper.caFacts;
    const first = served(keeper).serialNumber;
    t.equal(await keeper.renew(), false);
    now.clock = now.ledger = NOW + 300 * DAY_MS;
    t.equal(await keeper.renew(), false, 'while it has months to go');
    now.clock = now.ledger = NOW + 370 * DAY_MS;
    t.equal(await keeper.renew(), true);
    now.names = { ...NAMES, addresses: ['127.0.0.1', '10.0.0.7'] };
    t.equal(await keeper.renew(), true);
    t.equal(served(keeper).checkIP('10.0.0.7'), '10.0.0.7');
    t.not(served(keeper).serialNumber, first);
    const again = await open();
    t.equal(again.caFacts.fingerprint, fingerprint, 'phones go on trusting it');
    t.equal(served(again).serialNumber, served(keeper).serialNumber, 'a restart alone renews nothing');
  },
);

t.test(
  'a clock at 1970, years back or ten years ahead makes no certificate that is useless once it is right',
  async (t) => {
    const covers = (cert: X509Certificate, at: number) =>
      Date.parse(cert.validFrom) <= at && at < Date.parse(cert.validTo);

    const flat = await keep(t);
    flat.now.clock = 1000;
    const keeper = await flat.open();
    t.ok(covers(served(keeper), NOW), 'the ledger knows the time');
    t.ok(covers(new X509Certificate(keeper.ca.certificate), NOW));

    const empty = await keep(t);
    empty.now.clock = empty.now.ledger = 1000;
    const fresh = await empty.open();
    empty.now.clock = empty.now.ledger = NOW;
    t.ok(covers(new X509Certificate(fresh.ca.certificate), NOW), 'also where there is no ledger yet');
    await fresh.renew();
    t.ok(covers(served(fresh), NOW));

    const ahead = await keep(t);
    ahead.now.clock = ahead.now.ledger = NOW + 3650 * DAY_MS;
    const late = await ahead.open();
    ahead.now.clock = NOW;
    t.equal(await late.renew(), true, 'the clock is right again, the ledger runs ahead');
    t.ok(covers(served(late), NOW));
    t.ok(covers(new X509Certificate(late.ca.certificate), NOW));
  },
);

t.test('a spoilt file is made anew, and a new CA only on request', async (t) => {
  const { folder, options, open } = await keep(t);
  const keeper = await open();
  const file = path.join(folder, 'tls', 'server.json');
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, 200));
  const again = await open();
  t.equal(await visit(keeper.ca.certificate, again.current, 'nadi.local'), 'pulse');
  const renewed = await CertificateKeeper.open({ ...options, newCa: true });
  t.not(renewed.caFacts.fingerprint, keeper.caFacts.fingerprint);
  t.equal(await visit(renewed.ca.certificate, renewed.current, 'nadi.local'), 'pulse');
});
