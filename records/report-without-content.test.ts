import t from 'tap';
import type { LedgerReport } from './ledger-finding.js';
import { reportWithoutContent, UNSHOWN_ID } from './report-without-content.js';

t.test('ids that boxes give are shown, and nothing else that somebody wrote in place of one', (t) => {
  const good = ['patient:BR1042-000217-K', 'visit:BR1042:20261121-042:lab-order:1', 'seal:BR1042b:6'];
  const bad = [
    'Sita Devi',
    'patient:Sita',
    'visit:BR1042:20261121-042:sita',
    'visit:BR1042:1 Sita',
    'BR1042',
  ];
  const report: LedgerReport = {
    ...{ box: 'BR1042', boxes: ['BR1042'], records: 9, last: 9, head: null, seals: 1, unsealed: 0 },
    lastSeal: { id: 'Sita Devi', upTo: 5, at: '2026-11-21T05:00:00.000Z' },
    keys: [{ id: 'key:BR1042:3', key: 'Sita Devi', n: 3 }],
    ...{ clockUncertain: [], more: 0, whole: false },
    findings: [
      ...[...good, ...bad].map((id) => ({ kind: 'deleted' as const, id })),
      { kind: 'changed', between: { after: 1, upTo: 5 }, suspects: [{ n: 2, id: 'Sita' }] },
      { kind: 'unknown-key', n: 6, id: 'seal:BR1042:6', key: 'Sita' },
    ],
  };
  const shown = reportWithoutContent(report);
  t.notMatch(JSON.stringify(shown), /sita/i);
  t.same(
    shown.findings.slice(0, good.length + bad.length).map((finding) => 'id' in finding && finding.id),
    [...good, ...bad.map(() => UNSHOWN_ID)],
  );
  t.match(shown, { records: 9, lastSeal: { upTo: 5 }, findings: { length: report.findings.length } });
  t.end();
});
