import { dayOf, isoDate, istTime, type Day } from '../day.js';
import type { Report, ReportChecks, ReportSection, ReportTable } from '../report.js';
import { checkCompliance } from './check-compliance.js';
import type { ComplianceFacts, CompliancePoint } from './compliance-facts.js';

export interface ComplianceFrame {
  facility: string;
  box: string;
  /** what the lists of looks and break-glass cover */
  period: { from: Day; to: Day; words: string };
  /** milliseconds since the epoch */
  now: number;
  language: 'hi' | 'en';
  /** words under `compliance` in the locales */
  say: (key: string, params?: Record<string, string | number>) => string;
}

/** How the box is kept, point by point of the laws; what it cannot check is asked of the facility, never ticked. */
export function complianceReport(
  facts: ComplianceFacts,
  points: readonly CompliancePoint[],
  frame: ComplianceFrame,
): Report {
  const { facility, box, period, now, language, say } = frame;
  const checks: ReportChecks['checks'] = [];
  const asked: AskedPoint[] = [];
  for (const point of points) {
    const { check, limit } = point;
    const found =
      check === 'ask' ? null : checkCompliance(check, facts, { now, ...(limit !== undefined && { limit }) });
    const todo = check === 'ask' ? '' : say(`compliance.todo.${found?.todo ?? check}`);
    if (!found) asked.push({ point, answer: todo && `${say('compliance.notKnown')} ${todo}` });
    else {
      const detail = `${say(`compliance.found.${found.found}`, found.params)} · ${point.law}`;
      checks.push({
        text: point.text[language],
        ok: found.ok,
        detail: found.ok ? detail : `${detail}\n${todo}`,
      });
    }
  }
  const failed = checks.filter(({ ok }) => !ok).length;
  const sections: ReportSection[] = [
    {
      kind: 'facts',
      facts: [
        { label: say('compliance.checked'), value: String(checks.length) },
        { label: say('compliance.failed'), value: String(failed) },
        { label: say('compliance.toAnswer'), value: String(asked.length) },
      ],
    },
    { kind: 'checks', title: say('compliance.checksTitle'), checks },
    askedTable(asked, frame),
    staffTable(facts, frame),
    ...listed(facts, frame),
  ];
  const title = say('compliance.title');
  return { id: 'compliance', title, facility, box, period, sections, notes: [say('compliance.noAdvice')] };
}

interface AskedPoint {
  point: CompliancePoint;
  /** where the box should know but doesn't: that it doesn't, and how it could */
  answer: string;
}

/** With room to write the answer by hand. */
function askedTable(asked: AskedPoint[], { say, language }: ComplianceFrame): ReportTable {
  return {
    kind: 'table',
    title: say('compliance.askedTitle'),
    columns: [
      { key: 'law', title: say('compliance.law'), width: 2 },
      { key: 'point', title: say('compliance.point'), width: 5 },
      { key: 'answer', title: say('compliance.answer'), width: 3 },
    ],
    rows: asked.map(({ point: { law, text }, answer }) => ({
      cells: { law, point: text[language], answer },
    })),
  };
}

function staffTable({ staff }: ComplianceFacts, { say }: ComplianceFrame): ReportTable {
  return {
    kind: 'table',
    title: say('compliance.staffTitle'),
    columns: [
      { key: 'id', title: say('compliance.login'), width: 2 },
      { key: 'name', title: say('compliance.name'), width: 3 },
      { key: 'roles', title: say('compliance.roles'), width: 4 },
      { key: 'state', title: say('compliance.state'), width: 2 },
    ],
    rows: staff.map(({ id, name, roles, active }) => ({
      cells: {
        id,
        name,
        roles: roles.map((role) => say(`roles.${role}`)).join(', ') || say('compliance.noRole'),
        state: say(active ? 'compliance.active' : 'compliance.ended'),
      },
    })),
  };
}

function listed({ sharedLogins, breakGlass }: ComplianceFacts, { say }: ComplianceFrame): ReportTable[] {
  const tables: ReportTable[] = [];
  if (sharedLogins && sharedLogins.length > 0) {
    tables.push({
      kind: 'table',
      title: say('compliance.sharedTitle'),
      columns: [
        { key: 'staff', title: say('compliance.login'), width: 2 },
        { key: 'why', title: say('compliance.why'), width: 6 },
      ],
      rows: sharedLogins.map(({ staff, kind, ...params }) => ({
        cells: { staff, why: say(`compliance.shared.${kind}`, params) },
      })),
    });
  }
  if (breakGlass) {
    tables.push({
      kind: 'table',
      title: say('compliance.breakGlassTitle'),
      columns: [
        { key: 'at', title: say('compliance.when'), width: 2 },
        { key: 'by', title: say('compliance.login'), width: 2 },
        { key: 'patient', title: say('compliance.patient'), width: 3 },
        { key: 'reason', title: say('compliance.reason'), width: 5 },
      ],
      rows: breakGlass.map(({ at, by, patient, reason }) => ({
        cells: { at: `${isoDate(dayOf(at))} ${istTime(at)}`, by, patient, reason: reasonWords(reason, say) },
      })),
    });
  }
  return tables;
}

/** `emergency`, `other: words of one's own`: see the form of `stations/emergency/`. */
function reasonWords(reason: string, say: ComplianceFrame['say']): string | null {
  const [why = '', words = ''] = reason.split(/: (.*)/s);
  if (!/^(emergency|care|asked|law|other)$/.test(why)) return reason || null;
  return [say(`access.reasons.${why}`), words].filter(Boolean).join(': ');
}
