import { useRef, useState } from 'react';
import { readBoxId } from '../../records/ids.js';
import { Form } from '../components/form.js';
import { useFrame } from '../components/frame.js';
import { chosenIn } from '../components/form-state.js';
import type { Piece } from '../components/row.js';
import { sayField } from '../say-error.js';
import { writeTestPrints } from '../tasks/write-test-print.js';
import type { WizardStep } from '../wizard/wizard-steps.js';
import { sayFailure } from './say-failure.js';
import type { WizardPage } from './wizard-screen.js';

/** One page of questions: what was typed is kept as each field is left, and checked before the next page opens. */
export function WizardForm({ step, page }: { step: WizardStep; page: WizardPage }) {
  const { folder, say } = useFrame();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [note, setNote] = useState<Piece[]>([]);
  /** the answers that a check let pass only at the second time */
  const doubted = useRef('');

  const keep = (values: Record<string, string>): void => {
    page.keep({ values: { ...page.answers.values, ...tidy(values) } });
  };
  const submit = async (typed: Record<string, string>): Promise<void> => {
    const values = tidy(typed);
    setProblems({});
    setNote([]);
    setBusy(true);
    try {
      const found = (await step.check?.(values, folder)) ?? { fields: [] };
      const same = doubted.current === JSON.stringify(values);
      keep({ ...values, ...found.values });
      if (found.fields.length === 0 || (found.soft === true && same)) return page.next();
      doubted.current = found.soft === true ? JSON.stringify(values) : '';
      setProblems(Object.fromEntries(found.fields.map((field) => [field.field, sayField(field, say)])));
      if (found.soft === true) setNote([{ text: ` ${say('cli.wizard.keepAnyway')}`, color: 'yellow' }]);
    } catch (error) {
      setNote(sayFailure(error, say));
    } finally {
      setBusy(false);
    }
  };
  const testPrint = async (values: Record<string, string>): Promise<void> => {
    setBusy(true);
    setNote([{ text: ` ${say('cli.form.wait')}`, color: 'cyan' }]);
    try {
      const files = await writeTestPrints(`${folder}.test-print`, chosenIn(values['papers']));
      setNote([
        {
          text: ` ${say('cli.wizard.printers.written', { n: files.length, folder: `${folder}.test-print` })}`,
          color: 'green',
        },
      ]);
    } catch (error) {
      setNote(sayFailure(error, say));
    }
    setBusy(false);
  };

  const known = step.info?.(page.answers.values) ?? [];
  const info: Piece[][] = [
    [{ text: ` ${say(`cli.wizard.${step.id}.info`)}`, dim: true }],
    ...(step.info === undefined
      ? []
      : [
          [
            { text: ` ${say(`cli.wizard.${step.id}.known`)} ` },
            { text: known.join('  ') || '–', bold: true },
          ],
        ]),
  ];
  return (
    <Form
      title={info[0] ?? []}
      info={info.slice(1)}
      fields={(values) => step.fields?.(values, say) ?? []}
      values={{ ...step.fallback?.(page.answers.values), ...page.answers.values }}
      problems={problems}
      busy={busy}
      note={
        busy
          ? [{ text: ` ${say('cli.form.checking')}`, color: 'cyan' }]
          : page.trouble !== null
            ? sayFailure(page.trouble, say)
            : note
      }
      onMove={keep}
      onSubmit={(values) => void submit(values)}
      onLeave={(values) => {
        keep(values);
        page.back();
      }}
      onKey={({ text }, values) => {
        if (step.id === 'language' && text === 'q') page.leave();
        else if (step.id === 'printers' && text === 'q') page.leave();
        else if (step.id === 'printers' && text === 't') void testPrint(values);
        else return false;
        return true;
      }}
      keys={[
        ...(step.id === 'printers' ? ([['t', say('cli.wizard.printers.keyTest')]] as const) : []),
        ['^C', say('cli.wizard.keyLeave')],
      ]}
    />
  );
}

/** `br1042` means BR1042. */
function tidy(values: Record<string, string>): Record<string, string> {
  const { box } = values;
  if (box === undefined) return values;
  return { ...values, box: readBoxId(box.trim()) };
}
