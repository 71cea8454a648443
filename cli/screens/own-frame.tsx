import { useStdout } from 'ink';
import type { ReactNode } from 'react';
import type { Language, Locale } from '../../templates/locale.js';
import { FrameContext, frameRows, type Frame } from '../components/frame.js';
import { KeyRoot } from '../components/keys.js';
import type { KeyPress } from '../components/key-press.js';
import type { Piece } from '../components/row.js';

export interface OwnFrameProps {
  folder: string;
  language: Language;
  locale: Locale;
  /** the lines on top */
  top: (columns: number) => readonly Piece[][];
  onKey?: (press: KeyPress) => void;
  children: ReactNode;
}

/** The frame of what is shown where no box runs yet: the beginning, the set-up, the restore. */
export function OwnFrame({ folder, language, locale, top, onKey = () => {}, children }: OwnFrameProps) {
  const { stdout } = useStdout();
  const columns = stdout.columns || 80;
  const lines = top(columns);
  const frame: Frame = {
    folder,
    language,
    locale,
    say: locale.in(language),
    columns,
    rows: frameRows(stdout.rows) - lines.length - 2,
    top: lines,
    status: null,
    failure: null,
    refresh: () => Promise.resolve(),
    tellKeys: () => {},
  };
  return (
    <KeyRoot onKey={onKey}>
      <FrameContext.Provider value={frame}>{children}</FrameContext.Provider>
    </KeyRoot>
  );
}
