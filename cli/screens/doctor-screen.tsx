import { useCallback, useEffect, useRef, useState } from 'react';
import { Pane, useFrame } from '../components/frame.js';
import { displayWidth, fit } from '../components/display-width.js';
import { scrollTo } from '../components/form-rows.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { STATE_MARK } from '../doctor/state-mark.js';
import { describeCheck } from '../tasks/describe-check.js';
import { runDoctor, type DoctorReport } from '../tasks/run-doctor.js';
import { sayFailure } from './say-failure.js';
import { wrapText } from '../components/wrap-text.js';

const COLOR = { good: 'green', watch: 'yellow', bad: 'red' } as const;

/** The health check: what was looked at and how it stands; below, what to do about the chosen one. */
export function DoctorScreen() {
  const { folder, say, language, locale, columns, rows } = useFrame();
  const [report, setReport] = useState<DoctorReport | null>(null);
  const [at, setAt] = useState(0);
  const [note, setNote] = useState<Piece[]>([]);
  const busy = useRef(false);
  const gone = useRef(false);

  const look = useCallback(
    async (fix: boolean): Promise<void> => {
      if (busy.current) return;
      busy.current = true;
      setNote([{ text: ` ${say('cli.doctor.looking')}`, color: 'cyan' }]);
      try {
        const found = await runDoctor(folder, { fix });
        if (gone.current) return;
        setReport(found);
        const n = found.checks.filter(({ fixed }) => fixed).length;
        setNote(fix ? [{ text: ` ${say('cli.doctor.mended', { n })}`, color: 'green' }] : []);
      } catch (error) {
        if (!gone.current) setNote(sayFailure(error, say));
      } finally {
        busy.current = false;
      }
    },
    [folder, say, language],
  );
  useEffect(() => {
    gone.current = false;
    void look(false);
    return () => void (gone.current = true);
    // Once at the opening; `r` looks again.
  }, [folder]);

  const checks = report?.checks ?? [];
  useKeys(({ name, text }) => {
    const last = Math.max(0, checks.length - 1);
    // Round the ends: there are more checks than lines, and the last ones are a key away.
    if (name === 'down') setAt(at >= last ? 0 : at + 1);
    else if (name === 'up') setAt(at === 0 ? last : at - 1);
    else if (text === 'r') void look(false);
    else if (text === 'f') void look(true);
    else return false;
    return true;
  });

  const described = checks.map((check) => ({ ...check, ...describeCheck(check, language, locale) }));
  const width = Math.max(0, ...described.map(({ title }) => displayWidth(title))) + 2;
  const chosen = described[at];
  const advice = wrapText(chosen?.next ?? '', columns - 5).slice(0, 2);
  const lines = described.map(({ state, title, words }, index): Piece[] => [
    { text: index === at ? ' ▸ ' : '   ', color: 'cyan' },
    { text: `${STATE_MARK[state]} `, color: COLOR[state] },
    { text: fit(title, width), bold: state !== 'good', inverse: index === at },
    { text: ` ${words}`, dim: state === 'good' },
  ]);
  const body: Piece[][] =
    report === null
      ? []
      : [
          ...scrollTo(lines, at, Math.min(lines.length, rows - 4)),
          [],
          ...advice.map((text, index): Piece[] => [
            { text: ` ${index === 0 ? '→' : ' '} ${text}`, bold: true },
          ]),
        ];
  return (
    <Pane
      body={body}
      note={note}
      keys={[
        ['↑↓', say('cli.form.choose')],
        ['r', say('cli.doctor.keyAgain')],
        ['f', say('cli.doctor.keyFix')],
        ['q', say('cli.form.back')],
      ]}
    />
  );
}
