import { useCallback, useState } from 'react';
import type { ListedReport } from '../../node-server/reports/list-reports.js';
import type { Report } from '../../records/report.js';
import type { Language } from '../../templates/locale.js';
import { displayWidth, fit } from '../components/display-width.js';
import { Form } from '../components/form.js';
import { Pane, useFrame } from '../components/frame.js';
import { scrollTo } from '../components/form-rows.js';
import { JobView } from '../components/job-view.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { listReports, readReport } from '../tasks/use-reports.js';
import { ReportView } from './report-view.js';
import { problemsOf, sayFailure } from './say-failure.js';
import { useAnswer } from './use-answer.js';

type Asked = { report: ListedReport; values: Record<string, string> };
type Mode =
  | { kind: 'list' }
  | { kind: 'ask'; asked: Asked; problems: Record<string, string> }
  | { kind: 'read'; asked: Asked }
  | { kind: 'view'; asked: Asked; report: Report };

/** The reports: which, for what time, in which language; then its figures, and a file or a print of it. */
export function ReportsScreen() {
  const { folder, say, language, rows } = useFrame();
  const [mode, setMode] = useState<Mode>({ kind: 'list' });
  const [at, setAt] = useState(0);
  const [note, setNote] = useState<Piece[]>([]);
  const { answer, failure } = useAnswer(
    useCallback(() => listReports(folder, language), [folder, language]),
    60_000,
  );
  const chosen = answer?.[Math.min(at, answer.length - 1)];

  useKeys(({ name }) => {
    if (mode.kind !== 'list') return false;
    if (name === 'down') setAt(Math.min(Math.max(0, (answer?.length ?? 1) - 1), at + 1));
    else if (name === 'up') setAt(Math.max(0, at - 1));
    else if (name === 'enter' && chosen) {
      setNote([]);
      setMode({ kind: 'ask', asked: { report: chosen, values: { period: '', language } }, problems: {} });
    } else return false;
    return true;
  });

  if (mode.kind === 'ask') {
    const { report, values } = mode.asked;
    return (
      <Form
        title={[{ text: ` ${report.title}`, bold: true }]}
        fields={[
          {
            name: 'period',
            label: say(`cli.report.period.${report.period}`),
            hint: say(`cli.reportsScreen.hint-${report.period}`),
            kind: 'text',
          },
          {
            name: 'language',
            label: say('cli.reportsScreen.language'),
            kind: 'one',
            options: [
              { value: 'hi', label: 'हिन्दी' },
              { value: 'en', label: 'English' },
            ],
          },
        ]}
        values={values}
        problems={mode.problems}
        note={note}
        onSubmit={(typed) => {
          setNote([]);
          setMode({ kind: 'read', asked: { report, values: typed } });
        }}
        onLeave={() => setMode({ kind: 'list' })}
      />
    );
  }
  if (mode.kind === 'read') {
    const { asked } = mode;
    const { period = '', language: spoken = language } = asked.values;
    return (
      <JobView
        title={asked.report.title}
        start={() => readReport(folder, asked.report.id, period.trim(), spoken as Language)}
        onDone={(report) => setMode({ kind: 'view', asked, report })}
        onFailed={(error) => {
          setMode({ kind: 'ask', asked, problems: error === null ? {} : problemsOf(error, say) });
          setNote(
            error === null
              ? [{ text: ` ${say('cli.reportsScreen.stopped')}`, color: 'yellow' }]
              : sayFailure(error, say),
          );
        }}
      />
    );
  }
  if (mode.kind === 'view') {
    const { asked, report } = mode;
    const { period = '', language: spoken = language } = asked.values;
    return (
      <ReportView
        report={report}
        period={period.trim()}
        spoken={spoken as Language}
        onBack={() => setMode({ kind: 'list' })}
      />
    );
  }
  const width = Math.max(0, ...(answer ?? []).map(({ title }) => displayWidth(title)));
  const lines = (answer ?? []).map(({ title, period }, index): Piece[] => [
    { text: index === at ? ' ▸ ' : '   ', color: 'cyan' },
    { text: fit(title, width), inverse: index === at },
    { text: `   ${say(`cli.report.period.${period}`)}`, dim: true },
  ]);
  return (
    <Pane
      body={
        answer === null
          ? [[{ text: ` ${say('cli.screen.loading')}` }]]
          : [
              [{ text: ` ${say('cli.reportsScreen.title')}`, bold: true }],
              [],
              ...scrollTo(lines, at, Math.min(lines.length, rows - 2)),
            ]
      }
      note={failure === null ? note : sayFailure(failure, say)}
      keys={[
        ['↑↓', say('cli.form.choose')],
        ['Enter', say('cli.reportsScreen.keyOpen')],
        ['q', say('cli.form.back')],
      ]}
    />
  );
}
