import { useEffect, useState } from 'react';
import type { PrintedReports, ReportFormat } from '../../node-server/reports/print-reports.js';
import type { Report } from '../../records/report.js';
import type { Language } from '../../templates/locale.js';
import { Form } from '../components/form.js';
import { Pane, useFrame, type KeyHint } from '../components/frame.js';
import { JobView } from '../components/job-view.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { findReportFolder, printReports, writeReportFile } from '../tasks/use-reports.js';
import { listPrinters, printPdf, type Printer } from '../tasks/use-printers.js';
import { reportRows } from './report-rows.js';
import { problemsOf, sayFailure } from './say-failure.js';

interface ReportViewProps {
  report: Report;
  /** as it was typed */
  period: string;
  spoken: Language;
  onBack: () => void;
}

type Values = Record<string, string>;
type Mode =
  | { kind: 'view' }
  | { kind: 'write' | 'print'; values: Values; problems: Values }
  | { kind: 'work'; format: ReportFormat; values: Values; to: 'write' | 'print' };

/** A report's figures, and from here the whole of it as a file on a stick or on a printer. */
export function ReportView({ report, period, spoken, onBack }: ReportViewProps) {
  const { folder, say, columns, rows } = useFrame();
  const [mode, setMode] = useState<Mode>({ kind: 'view' });
  const [first, setFirst] = useState(0);
  const [note, setNote] = useState<Piece[]>([]);
  const [printers, setPrinters] = useState<Printer[]>([]);
  const [place, setPlace] = useState('');
  useEffect(() => {
    let gone = false;
    void listPrinters().then((found) => gone || setPrinters(found ?? []));
    void findReportFolder().then((found) => gone || setPlace(found ?? ''));
    return () => void (gone = true);
  }, []);

  const lines = reportRows(report, columns);
  const most = Math.max(0, lines.length - rows);
  const scroll = (by: number): void => setFirst(Math.max(0, Math.min(most, first + by)));
  useKeys(({ name, text }) => {
    if (mode.kind !== 'view') return false;
    setNote([]);
    if (name === 'escape' || text === 'q') onBack();
    else if (name === 'down') scroll(1);
    else if (name === 'up') scroll(-1);
    else if (name === 'pageDown' || text === ' ') scroll(rows - 1);
    else if (name === 'pageUp') scroll(1 - rows);
    else if (text === 'w') setMode({ kind: 'write', values: { format: 'pdf', folder: place }, problems: {} });
    else if (text === 'p' && printers[0])
      setMode({ kind: 'print', values: { printer: printers[0].name }, problems: {} });
    return true;
  });

  const finish = async (
    made: PrintedReports,
    { values, format, to }: Mode & { kind: 'work' },
  ): Promise<void> => {
    const bytes = new Uint8Array(Buffer.from(made.bytes, 'base64'));
    if (to === 'print') {
      const { printer = '' } = values;
      await printPdf(printer, report.title, bytes);
      return setNote([{ text: ` ${say('cli.reportsScreen.sent', { printer })}`, color: 'green' }]);
    }
    const name = `${[report.id, report.period.from, spoken].join('-')}.${format}`;
    const file = await writeReportFile(values['folder'] ?? '', name, bytes);
    setNote([{ text: ` ${say('cli.report.written', { file })}`, color: 'green' }]);
  };

  if (mode.kind === 'write' || mode.kind === 'print') {
    const { kind, values, problems } = mode;
    return (
      <Form
        title={[{ text: ` ${report.title} · ${report.period.words}`, bold: true }]}
        fields={
          kind === 'print'
            ? [
                {
                  name: 'printer',
                  label: say('cli.reportsScreen.printer'),
                  kind: 'one',
                  options: printers.map(({ name }) => ({ value: name, label: name })),
                },
              ]
            : [
                {
                  name: 'format',
                  label: say('cli.reportsScreen.format'),
                  kind: 'one',
                  options: ['pdf', 'csv'].map((value) => ({
                    value,
                    label: say(`cli.reportsScreen.${value}`),
                  })),
                },
                {
                  name: 'folder',
                  label: say('cli.reportsScreen.folder'),
                  hint: say('cli.reportsScreen.folderHint'),
                  kind: 'text',
                },
              ]
        }
        values={values}
        problems={problems}
        note={note}
        onSubmit={(typed) => {
          setNote([]);
          const format = kind === 'print' ? 'pdf' : ((typed['format'] ?? 'pdf') as ReportFormat);
          setMode({ kind: 'work', values: typed, format, to: kind });
        }}
        onLeave={() => setMode({ kind: 'view' })}
      />
    );
  }
  if (mode.kind === 'work') {
    const work = mode;
    const failed = (error: unknown): void => {
      setMode({ kind: work.to, values: work.values, problems: error === null ? {} : problemsOf(error, say) });
      setNote(
        error === null
          ? [{ text: ` ${say('cli.reportsScreen.stopped')}`, color: 'yellow' }]
          : sayFailure(error, say),
      );
    };
    return (
      <JobView
        title={`${report.title} · ${report.period.words}`}
        start={() =>
          printReports(folder, { reports: [report.id], period, format: work.format, language: spoken })
        }
        onDone={(made) => void finish(made, work).then(() => setMode({ kind: 'view' }), failed)}
        onFailed={failed}
      />
    );
  }
  const keys: KeyHint[] = [
    ...(most > 0 ? ([['↑↓', say('cli.form.move')]] as const) : []),
    ['w', say('cli.reportsScreen.keyWrite')],
    ...(printers.length > 0 ? ([['p', say('cli.reportsScreen.keyPrint')]] as const) : []),
    ['q', say('cli.form.back')],
  ];
  const more: Piece[] =
    most > 0
      ? [
          {
            text: ` ${say('cli.reportsScreen.lines', { to: Math.min(lines.length, first + rows), all: lines.length })}`,
            dim: true,
          },
        ]
      : [];
  return <Pane body={lines.slice(first)} note={note.length > 0 ? note : more} keys={keys} />;
}
