import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import type { ReportSection } from '../../records/report.js';
import { complianceReport } from '../../records/reports/compliance.js';
import type { ComplianceFacts } from '../../records/reports/compliance-facts.js';
import { loadCompliancePoints } from '../compliance-points.js';
import { openLocale } from '../locale.js';
import { reportPdf } from './report.js';

const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;
const NOW = Date.parse('2026-11-21T04:30:00Z');
const HOUR = 3_600_000;
const locale = openLocale();
const points = loadCompliancePoints();

const GOOD: ComplianceFacts = {
  encryption: { disk: true, backups: true, lan: true, centre: true },
  staff: [{ id: 'sunita', name: 'सुनीता देवी', roles: ['nurse'], active: true }],
  chain: { state: 'whole', records: 30_412, sealedUpTo: 30_400, problems: [] },
  pairing: true,
  lockMinutes: 5,
  logs: { days: 200, boxDays: 400 },
  kept: { since: '2025-10-17', missing: 0 },
  looks: 812,
  backup: { lastGood: NOW - 3 * HOUR, lastVerified: NOW - 50 * HOUR },
  consent: { patients: 4217, given: 300, withdrawn: 2 },
  sharedLogins: [],
  breakGlass: [],
  clockUncertain: 0,
  clockSynced: true,
};
/** A box that knows nothing of itself. */
const UNKNOWN: ComplianceFacts = {
  ...GOOD,
  encryption: { disk: null, backups: null, lan: null, centre: null },
  chain: { state: null, records: 0, sealedUpTo: 0, problems: [] },
  ...{
    pairing: null,
    logs: null,
    kept: null,
    looks: null,
    consent: null,
    sharedLogins: null,
    breakGlass: null,
    clockUncertain: null,
    clockSynced: null,
  },
};

function report(facts: ComplianceFacts, language: 'hi' | 'en' = 'en') {
  return complianceReport(facts, points, {
    facility: 'PHC Rampur',
    box: 'BR1042',
    period: { from: '20261101', to: '20261121', words: '1–21 Nov 2026' },
    now: NOW,
    language,
    say: locale.in(language),
  });
}

type Of<K> = Extract<ReportSection, { kind: K }>;
const checksOf = (facts: ComplianceFacts) =>
  report(facts).sections.find((one): one is Of<'checks'> => one.kind === 'checks')?.checks ?? [];
const askedOf = (facts: ComplianceFacts) =>
  report(facts)
    .sections.find((one): one is Of<'table'> => one.kind === 'table')
    ?.rows.map(({ cells }) => String(cells['point'])) ?? [];

void t.test('a well-kept box passes what it can check, and still asks what only people know', async (t) => {
  t.ok(checksOf(GOOD).every(({ ok }) => ok));
  t.equal(checksOf(GOOD).length + askedOf(GOOD).length, points.length);
  t.same(
    askedOf(GOOD),
    points.filter(({ check }) => check === 'ask').map(({ text }) => text.en),
  );
  t.ok(askedOf(GOOD).length > 4);
});

void t.test('what the box cannot say is asked, never ticked', async (t) => {
  const asked = askedOf(UNKNOWN);
  for (const text of [
    "The server's disk is encrypted",
    'No log-in looks shared',
    'The clock could be believed',
  ]) {
    t.ok(asked.includes(text), text);
    t.notOk(checksOf(UNKNOWN).some((one) => one.text === text));
  }
});

void t.test('each wrong fact fails its own point and no other', async (t) => {
  const wrong: [Partial<ComplianceFacts>, RegExp][] = [
    [{ encryption: { ...GOOD.encryption, lan: false } }, /It is off · DPDP/],
    [
      { chain: { ...GOOD.chain, state: 'broken', problems: ['record 812 was changed'] } },
      /record 812 was changed/,
    ],
    [{ chain: { ...GOOD.chain, sealedUpTo: 0 } }, /sealed up to 0 .*\nThe box seals at the end/],
    [{ logs: { days: 30, boxDays: 90 } }, /Logs of 30 days, 180 are needed · CERT-In/],
    [{ pairing: false }, /It is off .*\nLet devices in/],
    [{ lockMinutes: 0 }, /It is off/],
    [{ kept: { since: '2025-10-17', missing: 2 } }, /2 are missing .*\nKeep the box/],
    [{ clockSynced: false }, /samay1\.nic\.in/],
    [{ encryption: { ...GOOD.encryption, disk: false } }, /LUKS/],
    [{ looks: 0 }, /^0 looks/],
    [{ backup: { ...GOOD.backup, lastGood: NOW - 30 * HOUR } }, /30 hours ago/],
    [{ backup: { ...GOOD.backup, lastVerified: null } }, /never/],
    [{ staff: [{ id: 'x', name: 'x', roles: [], active: true }] }, /1 without a role/],
    [
      { sharedLogins: [{ staff: 'sunita', kind: 'two-devices', day: '2026-11-20', times: 7 }] },
      /^1 suspicion /,
    ],
    [
      { breakGlass: [{ at: '2026-11-20T05:00:00Z', by: 'dr', patient: 'BR1042-000001-K', reason: ' ' }] },
      /1 without/,
    ],
    [{ clockUncertain: 4 }, /4 records/],
    [{ consent: { patients: 10, given: 0, withdrawn: 0 } }, /0 consents/],
  ];
  for (const [facts, detail] of wrong) {
    const failed = checksOf({ ...GOOD, ...facts }).filter(({ ok }) => !ok);
    t.equal(failed.length, 1, String(detail));
    t.match(failed[0]?.detail, detail);
  }
});

void t.test('it prints in both languages, with the list of break-glass', { skip }, async (t) => {
  const breakGlass = [
    { at: '2026-11-20T05:00:00Z', by: 'dr.verma', patient: 'BR1042-000001-K', reason: 'बेहोश, एलर्जी देखनी थी' },
  ];
  for (const language of ['hi', 'en'] as const) {
    const parts: Uint8Array[] = [];
    const print = { language, printedBy: 'Mohan', printedAt: new Date(NOW).toISOString() };
    for await (const { bytes } of reportPdf([report({ ...GOOD, breakGlass }, language)], print))
      parts.push(bytes);
    const text = execFileSync('pdftotext', ['-raw', '-', '-'], {
      input: new Uint8Array(Buffer.concat(parts)),
      encoding: 'utf8',
    });
    t.match(text.replace(/\s+/g, ' '), 'बेहोश, एलर्जी देखनी थी');
    t.match(text, language === 'hi' ? 'नियमों का पालन' : 'Compliance');
    t.match(text, '2026-11-20 10:30');
  }
});
