import type { ReactNode } from 'react';
import type { Language, Locale } from '../../templates/locale.js';
import { FrameContext, frameRows, type Frame } from '../components/frame.js';
import { KeyRoot } from '../components/keys.js';
import type { KeyPress } from '../components/key-press.js';
import type { Piece } from '../components/row.js';
import { useTerminalSize } from './use-terminal-size.js';

export interface OwnFrameProps {
  folder: string;
  language: Language;
  locale: Locale;
  /** the lines on top */
  top: (columns: number) => readonly Piece[][];
  onKey?: (press: KeyPress) => void;
  /** all of a terminal that is higher than 24 lines is used */
  tall?: boolean;
  children: ReactNode;
}

/** The frame of what is shown where no box answers: the beginning, the set-up, the restore, the centre's monitor. */
export function OwnFrame(props: OwnFrameProps) {
  const { folder, language, locale, top, onKey = () => {}, tall = false, children } = props;
  const { columns, rows } = useTerminalSize();
  const lines = top(columns);
  const frame: Frame = {
    folder,
    language,
    locale,
    say: locale.in(language),
    columns,
    rows: (tall ? Math.max(frameRows(rows), rows - 1) : frameRows(rows)) - lines.length - 2,
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
