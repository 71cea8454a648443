import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { facilityDatabase, type BoxId } from '../../records/ids.js';
import { readEnrolmentCode } from '../../sync/enrolment/enrolment-code.js';
import { deriveKeys } from '../../sync/enrolment/enrolment-keys.js';
import { redeemCode } from '../../sync/enrolment/redeem-code.js';
import type { EnrolledCentre } from '../../sync/enrolment/messages.js';
import { couchUnderTest, type CouchUnderTest } from '../../tests/couch-under-test.js';
import { forgetBox } from '../../tests/forget-box.js';
import { until } from '../../tests/until.js';
import { runOut } from '../../records/progress.js';
import { startGateway } from '../gateway/start-gateway.js';
import { initCentre } from '../init/init-centre.js';
import { enrolBox, type EnrolmentOffer, type EnrolOptions } from './enrol-box.js';
import { revokeBox } from './revoke-box.js';

const AT = '2026-11-21T04:30:00.000Z';

interface Centre {
  couch: CouchUnderTest;
  gateway: string;
  /** the centre's clock */
  setClock: (at: string) => void;
  newBox: () => BoxId;
  enrol: (box: BoxId, more?: Partial<EnrolOptions>) => Promise<EnrolmentOffer>;
  redeem: (offer: EnrolmentOffer, more?: { box?: BoxId; device?: string }) => Promise<EnrolledCentre>;
  status: (box: BoxId, password: string) => Promise<number>;
  /** the first answer that lets the box in no more: CouchDB remembers a password for a moment */
  refusal: (box: BoxId, password: string) => Promise<number>;
}

async function openCentre(t: Test): Promise<Centre> {
  const couch = await couchUnderTest(t);
  const users = { password: () => 'x', onPassword: () => undefined, renew: false };
  await runOut(initCentre({ nano: couch.nano, users, now: () => AT }));
  const account = await couch.user(['centre']);
  const folder = await mkdtemp(join(tmpdir(), 'nadi-enrol-'));
  let clock = AT;
  const gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    couchUrl: new URL(couch.url).origin,
    spoolFolder: folder,
    account: { user: account.name, password: account.password },
    now: () => clock,
  });
  t.teardown(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const newBox = (): BoxId => {
    const box = `ZZ${randomInt(100_000, 999_999)}`;
    t.teardown(async () => {
      await forgetBox(couch.nano, box);
      const path = `/boxes/enrolment:${box}`;
      const { _rev: rev = '' } = (await couch.ask('GET', path)).body as { _rev?: string };
      await couch.ask('DELETE', `${path}?rev=${rev}`);
    });
    return box;
  };
  const status = async (box: BoxId, password: string): Promise<number> =>
    (await couch.ask('GET', `/${facilityDatabase(box)}`, undefined, { as: `${box}:${password}` })).status;
  return {
    couch,
    gateway: gateway.url,
    setClock: (at) => void (clock = at),
    newBox,
    enrol: (box, more = {}) =>
      enrolBox({
        nano: couch.nano,
        box,
        url: new URL(couch.url).origin,
        gateway: gateway.url,
        password: `password-of-${box}`,
        at: AT,
        days: 7,
        again: false,
        unlisted: true,
        ...more,
      }),
    redeem: (offer, { box = offer.box, device = 'this-machine' } = {}) => {
      const { secret = new Uint8Array() } = readEnrolmentCode(offer.words) ?? {};
      return redeemCode({ gateway: gateway.url, box, secret, device });
    },
    status,
    refusal: (box, password) =>
      until(`${box} is let in no more`, async () => {
        const answer = await status(box, password);
        return answer !== 200 && answer;
      }),
  };
}

t.test('a private hospital’s box is let into what the state’s programs are not', async (t) => {
  const centre = await openCentre(t);
  const box = centre.newBox();
  const path = `/shared/facility:${box}`;
  const entry = { type: 'facility', code: box, ownership: 'private', tenant: 'Asha', status: 'open' };
  await centre.couch.ask('PUT', path, entry);
  t.teardown(async () => {
    const { _rev: rev = '' } = (await centre.couch.ask('GET', path)).body as { _rev?: string };
    await centre.couch.ask('DELETE', `${path}?rev=${rev}`);
  });
  const access = await centre.redeem(await centre.enrol(box, { unlisted: false }));
  t.equal(await centre.status(box, access.password), 200);
  const { auth } = await centre.couch.user(['centre']);
  const ledger = `/${facilityDatabase(box)}`;
  t.equal((await centre.couch.ask('GET', ledger, undefined, { as: auth })).status, 403);
});

t.test('a code gives its box all that it needs, once; a lost answer may be asked for again', async (t) => {
  const centre = await openCentre(t);
  const box = centre.newBox();
  await centre.couch.ask('PUT', '/shared/centre-key:zz-test', { type: 'key', public: 'age1zz' });
  t.teardown(async () => {
    const { _rev: rev = '' } = (await centre.couch.ask('GET', '/shared/centre-key:zz-test')).body as {
      _rev?: string;
    };
    await centre.couch.ask('DELETE', `/shared/centre-key:zz-test?rev=${rev}`);
  });
  const offer = await centre.enrol(box);
  t.equal(offer.expires, '2026-11-28T04:30:00.000Z');
  const access = await centre.redeem(offer);
  t.match(access, { user: box, gateway: centre.gateway });
  t.equal(await centre.status(box, access.password), 200);
  t.same(await centre.redeem(offer), access, 'the same machine, whose first answer was lost');
  const { secret = new Uint8Array() } = readEnrolmentCode(offer.words) ?? {};
  const { proof } = await deriveKeys(box, secret);
  const answer = await fetch(`${centre.gateway}/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ box, proof, device: 'this-machine' }),
  });
  t.match(await answer.json(), { keys: [{ _id: 'centre-key:zz-test', public: 'age1zz' }] });
  await t.rejects(centre.redeem(offer, { device: 'another' }), {
    code: 'code-used',
    params: { day: '2026-11-21' },
  });
  const { body } = await centre.couch.ask('GET', `/boxes/enrolment:${box}`);
  t.notMatch(JSON.stringify(body), access.password, 'the centre keeps no password');
  t.match(offer.whole, `nadi-enrol:${box}@${centre.gateway}#${offer.words}`);
});

t.test('of two machines that used one code at two nodes at once none is let in twice', async (t) => {
  const centre = await openCentre(t);
  const box = centre.newBox();
  const offer = await centre.enrol(box);
  const path = `/boxes/enrolment:${box}`;
  const { _rev, ...unused } = (await centre.couch.ask('GET', path)).body as { _rev: string };
  const [start = '1', id = ''] = _rev.split('-');
  const docs = ['one', 'two'].map((device, i) => {
    const ids = [String(i).repeat(32), id];
    const revisions = { start: Number(start) + 1, ids };
    return {
      ...{ ...unused, usedAt: AT, usedBy: device },
      ...{ _rev: `${Number(start) + 1}-${ids[0]}`, _revisions: revisions },
    };
  });
  await centre.couch.ask('POST', '/boxes/_bulk_docs', { docs, new_edits: false });
  await centre.couch.settle();
  for (const device of ['one', 'two'])
    await t.rejects(centre.redeem(offer, { device }), { code: 'code-used' }, device);
  const next = await centre.enrol(box, { again: true });
  const access = await centre.redeem(next, { device: 'two' });
  t.equal(await centre.status(box, access.password), 200, 'a new code lets one of them in');
});

t.test('a code that is late, for another box, replaced or guessed is refused', async (t) => {
  const centre = await openCentre(t);
  const [box, other] = [centre.newBox(), centre.newBox()];
  const first = await centre.enrol(box);
  await centre.enrol(other);
  await t.rejects(centre.redeem(first, { box: other }), { code: 'code-wrong' }, 'by another box');
  const second = await centre.enrol(box);
  await t.rejects(centre.redeem(first), { code: 'code-wrong' }, 'a new one ends the earlier one');
  centre.setClock(second.expires);
  await t.rejects(centre.redeem(second), { code: 'code-expired', params: { day: '2026-11-28' } });
  centre.setClock(AT);
  const guess = { ...second, words: first.words };
  const outcomes = [];
  for (let i = 0; i < 8; i += 1) outcomes.push(await centre.redeem(guess).catch((error: unknown) => error));
  t.match(outcomes.at(-1), { code: 'too-many-tries', params: { wait: Number } });
  await t.rejects(centre.redeem(second), { code: 'too-many-tries' }, 'the right one waits too');
});

t.test('only a known, open facility gets a code, and a box that works keeps its access', async (t) => {
  const centre = await openCentre(t);
  const box = centre.newBox();
  const path = `/shared/facility:${box}`;
  t.teardown(async () => {
    const { _rev: rev = '' } = (await centre.couch.ask('GET', path)).body as { _rev?: string };
    await centre.couch.ask('DELETE', `${path}?rev=${rev}`);
  });
  await t.rejects(centre.enrol(box, { unlisted: false }), { code: 'not-found', hint: 'hints.addOrUnlisted' });
  const { body } = await centre.couch.ask('PUT', path, { type: 'facility', status: 'closed' });
  await t.rejects(centre.enrol(box, { unlisted: false }), { code: 'conflict', message: /closed/ });
  const { rev = '' } = body as { rev?: string };
  await centre.couch.ask('PUT', `${path}?rev=${rev}`, { type: 'facility', status: 'open' });
  const offer = await centre.enrol(box, { unlisted: false });
  const { password } = await centre.redeem(offer);
  await t.rejects(centre.enrol(box), { code: 'conflict', hint: 'hints.enrolAgain' });
  t.equal(await centre.status(box, password), 200);
  const next = await centre.enrol(box, { again: true, password: 'another-long-one' });
  t.equal(await centre.refusal(box, password), 401);
  t.equal((await centre.redeem(next)).password, 'another-long-one');
  await t.rejects(centre.enrol('br1042'), { code: 'bad-input' });
});

t.test(
  'access that was ended ends at once, the box hears why, and a new code lets it in again',
  async (t) => {
    const centre = await openCentre(t);
    const box = centre.newBox();
    const offer = await centre.enrol(box);
    const { password } = await centre.redeem(offer);
    const options = { nano: centre.couch.nano, box, reason: 'चोरी', password: 'nobody-knows', at: AT };
    t.same(await revokeBox(options), { box, at: AT, reason: 'चोरी' });
    t.equal(await centre.refusal(box, password), 401);
    await t.rejects(centre.redeem(offer), {
      code: 'box-revoked',
      params: { day: '2026-11-21', reason: 'चोरी' },
    });
    const ask = async (secret: string): Promise<[number, unknown]> => {
      const response = await fetch(`${centre.gateway}/exchange/${box}`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${box}:${secret}`).toString('base64')}` },
        body: 'x',
      });
      return [response.status, await response.json()];
    };
    t.same(await ask(password), [403, { error: 'box-revoked', at: AT, reason: 'चोरी' }]);
    t.same(await ask('a-guess'), [401, { error: 'refused' }], 'a stranger hears nothing');
    await t.rejects(revokeBox({ ...options, reason: ' ' }), {
      code: 'bad-input',
      hint: 'hints.revokeReason',
    });
    t.same(await revokeBox(options), { box, at: AT, reason: 'चोरी' }, 'once more changes nothing');
    const later = { at: '2026-11-22T04:30:00.000Z', reason: 'found, but broken' };
    t.same(await revokeBox({ ...options, ...later }), { box, at: AT, reason: 'चोरी', later: [later] });
    t.same(
      await ask(password),
      [403, { error: 'box-revoked', at: AT, reason: 'चोरी' }],
      'the first is shown',
    );
    const again = await centre.enrol(box);
    t.equal(await centre.status(box, (await centre.redeem(again)).password), 200);
    await t.rejects(revokeBox({ ...options, box: 'ZZ99' }), { code: 'not-found' });
  },
);

t.test('a gateway without a user of its own says that it takes no codes', async (t) => {
  const centre = await openCentre(t);
  const folder = await mkdtemp(join(tmpdir(), 'nadi-enrol-'));
  const bare = await startGateway({
    port: 0,
    host: '127.0.0.1',
    couchUrl: new URL(centre.couch.url).origin,
    spoolFolder: folder,
  });
  t.teardown(async () => {
    await bare.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const options = { box: 'BR1042', secret: new Uint8Array(8), device: 'x' };
  await t.rejects(redeemCode({ gateway: bare.url, ...options }), {
    code: 'centre-refused',
    hint: 'hints.gatewayUser',
  });
  await t.rejects(redeemCode({ gateway: 'http://127.0.0.1:9', ...options }), { code: 'centre-unreachable' });
});
