import { useApp, useStdout } from 'ink';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { AdminStatus } from '../../node-server/admin/admin-api.js';
import type { Language, Locale } from '../../templates/locale.js';
import { FrameContext, Pane, frameRows, type Frame, type KeyHint } from '../components/frame.js';
import { KeyRoot } from '../components/keys.js';
import { displayWidth } from '../components/display-width.js';
import type { KeyPress } from '../components/key-press.js';
import type { Piece } from '../components/row.js';
import type { ScreenEntry } from './screens.js';
import { useAnswer } from './use-answer.js';

export interface OperatorScreensProps {
  screens: readonly ScreenEntry[];
  readStatus: () => Promise<AdminStatus>;
  folder: string;
  language: Language;
  locale: Locale;
  /** milliseconds between two looks */
  refreshMs?: number;
}

/** The frame of all screens: their names on top, number keys to go between them, `l`, `?`, `q`. */
export function OperatorScreens(props: OperatorScreensProps) {
  const { locale, folder } = props;
  const { exit } = useApp();
  const { stdout } = useStdout();
  const [language, setLanguage] = useState(props.language);
  const [openKey, setOpenKey] = useState(props.screens[0]?.key);
  const [help, setHelp] = useState(false);
  const { answer: status, failure, refresh } = useAnswer(props.readStatus, props.refreshMs ?? 2_000);
  const keys = useRef<readonly KeyHint[]>([]);
  const tellKeys = useCallback((told: readonly KeyHint[]) => void (keys.current = told), []);

  const say = useMemo(() => locale.in(language), [locale, language]);
  const listed = props.screens.filter(({ available }) => available?.(status) !== false);
  const open = listed.find(({ key }) => key === openKey) ?? listed[0];
  const columns = stdout.columns || 80;
  const tabs = listed.length > 1 ? [tabRow(listed, open, say, columns)] : [];
  const frame: Frame = {
    folder,
    language,
    locale,
    say,
    columns,
    rows: frameRows(stdout.rows) - tabs.length - 2,
    top: tabs,
    ...{ status, failure, refresh },
    tellKeys: help ? () => {} : tellKeys,
  };

  const onKey = (press: KeyPress): void => {
    const typed = press.name === 'escape' ? 'q' : press.text;
    if (help) return setHelp(false);
    if (typed === '?') return setHelp(true);
    if (typed === 'l') return setLanguage((now) => (now === 'hi' ? 'en' : 'hi'));
    if (typed === 'q') return open === listed[0] ? exit() : setOpenKey(listed[0]?.key);
    const chosen = listed.find(({ key }) => key === typed);
    if (chosen) setOpenKey(chosen.key);
  };

  const Screen = open?.component;
  return (
    <KeyRoot onKey={onKey}>
      <FrameContext.Provider value={frame}>
        {help || Screen === undefined ? (
          <Pane body={helpRows(keys.current, listed, frame)} keys={[['q', say('cli.form.back')]]} />
        ) : (
          <Screen key={open?.key} />
        )}
      </FrameContext.Provider>
    </KeyRoot>
  );
}

/** Names in full where they fit, if need be side by side, else of the open one only. */
function tabRow(
  listed: readonly ScreenEntry[],
  open: ScreenEntry | undefined,
  say: Frame['say'],
  columns: number,
): Piece[] {
  const full = listed.map((entry) => ` ${entry.key} ${say(entry.title)} `);
  const width = full.reduce((sum, text) => sum + displayWidth(text), 0);
  const fits = width <= columns;
  const gap = fits && width + full.length > columns ? '' : ' ';
  return listed.flatMap((entry, index): Piece[] => [
    { text: gap },
    {
      text: fits || entry === open ? (full[index] ?? '') : ` ${entry.key} `,
      inverse: entry === open,
      dim: entry !== open,
    },
  ]);
}

function helpRows(keys: readonly KeyHint[], listed: readonly ScreenEntry[], { say }: Frame): Piece[][] {
  const everywhere: KeyHint[] = [
    ...listed.map(({ key, title }): KeyHint => [key, say(title)]),
    ['l', say('cli.screen.keyLanguage')],
    ['q', say('cli.frame.back')],
  ];
  const row = ([key, words]: KeyHint): Piece[] => [
    { text: '   ' },
    { text: key.padEnd(8), bold: true },
    { text: words },
  ];
  const own = keys.filter(([key]) => !everywhere.some(([other]) => other === key) && key !== '?');
  return [
    [{ text: ` ${say('cli.frame.keys')}`, bold: true }],
    [],
    ...own.map(row),
    [],
    ...everywhere.map(row),
  ];
}
