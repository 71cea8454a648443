import fc from 'fast-check';
import t from 'tap';
import { judgeSecret, ROTATE_MS, SETTLE_MS, type DeviceSecrets } from './judge-secret.js';

const START = Date.parse('2026-11-21T04:30:00Z');

function fresh(): DeviceSecrets {
  return { generation: 1, current: 'h1', issuedAt: START, firstUsed: START, lastUsed: START };
}

/** A box and its browsers, each with the secret that it was given last. */
class Play {
  secrets = fresh();
  now = START;
  closed = false;

  show(browser: { generation: number; hash: string }): string {
    if (this.closed) return 'closed';
    const judgement = judgeSecret(this.secrets, browser, this.now);
    if (judgement.outcome === 'copied') this.closed = true;
    if (judgement.outcome === 'copied' || judgement.outcome === 'unknown') return judgement.outcome;
    this.secrets = judgement.secrets;
    if (judgement.rotate) {
      const generation = this.secrets.generation + 1;
      const hash = `h${generation}@${this.now}`;
      this.secrets = { ...this.secrets, pending: hash, issuedAt: this.now };
      Object.assign(browser, { generation, hash });
    }
    return judgement.outcome;
  }
}

t.test('a device alone is never refused, wherever its answers or its last cookie were lost', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ wait: fc.integer({ min: 1, max: 2 * ROTATE_MS }), lost: fc.boolean() }), {
        maxLength: 40,
      }),
      (steps) => {
        const play = new Play();
        let held = { generation: 1, hash: 'h1' };
        for (const { wait, lost } of steps) {
          play.now += wait;
          const before = { ...held };
          const outcome = play.show(held);
          if (outcome === 'copied' || outcome === 'unknown') return false;
          if (lost) held = before;
        }
        return true;
      },
    ),
  );
  t.end();
});

t.test('a power cut right after a new secret brings the old one back, and the device goes on', (t) => {
  const play = new Play();
  const held = { generation: 1, hash: 'h1' };
  play.now += ROTATE_MS;
  const before = { ...held };
  play.show(held);
  t.equal(play.show(held), 'taken-up');
  play.now += SETTLE_MS / 2;
  play.show(held);
  play.now += 8 * 3_600_000;
  t.equal(play.show(before), 'previous');
  t.end();
});

t.test(
  'of two browsers with one cookie, the first use of an older secret closes both, whoever rotated',
  (t) => {
    for (const thiefFirst of [true, false]) {
      const play = new Play();
      const victim = { generation: 1, hash: 'h1' };
      const thief = { ...victim };
      const [first, second] = thiefFirst ? [thief, victim] : [victim, thief];
      play.now += ROTATE_MS;
      play.show(first);
      t.equal(play.show(first), 'taken-up');
      play.now += SETTLE_MS;
      play.show(first);
      t.equal(play.show(second), 'copied');
      t.equal(play.show(first), 'closed');
    }
    t.end();
  },
);

t.test('a secret that was never given is unknown, not a copy', (t) => {
  t.equal(judgeSecret(fresh(), { generation: 1, hash: 'guess' }, START).outcome, 'unknown');
  t.equal(judgeSecret(fresh(), { generation: 7, hash: 'h1' }, START).outcome, 'unknown');
  t.end();
});
