import { Box } from 'ink';
import { createContext, useContext, useEffect } from 'react';
import type { AdminStatus } from '../../node-server/admin/admin-api.js';
import type { Language, Locale, Translate } from '../../templates/locale.js';
import { displayWidth } from './display-width.js';
import { fitRows, wrapRow } from './fit-rows.js';
import { Row, type Piece } from './row.js';

/** What a screen stands in: words, room, and the box's state as last seen. */
export interface Frame {
  folder: string;
  language: Language;
  locale: Locale;
  say: Translate;
  columns: number;
  /** lines of a screen's body; titles above and keys below are the frame's */
  rows: number;
  /** the lines above each body */
  top: readonly Piece[][];
  status: AdminStatus | null;
  /** why the last look failed, null where it didn't */
  failure: unknown;
  refresh: () => Promise<void>;
  /** what `?` lists beside the keys that work everywhere */
  tellKeys: (keys: readonly KeyHint[]) => void;
}

/** A key and what it does, in words. */
export type KeyHint = readonly [key: string, words: string];

export const FrameContext = createContext<Frame | null>(null);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === null) throw new Error('a screen stands in a frame');
  return frame;
}

/** Lines of the whole frame: one less than the terminal's, for one as high as it scrolls it at each redraw. */
export function frameRows(terminalRows: number | undefined): number {
  return Math.max(8, Math.min((terminalRows || 24) - 1, 23));
}

/** Lines at most of a note and of the keys, where the window is too narrow for one. */
const MOST_NOTE = 4;
const MOST_KEYS = 2;

/**
 * One screen: the frame's top, the body cut or filled to its room, a note, the keys. Every line is one text. What is too
 * wide for the window goes on in the next line.
 */
export function Pane(props: { body: readonly Piece[][]; note?: Piece[]; keys: readonly KeyHint[] }) {
  const { columns, rows, top, tellKeys } = useFrame();
  const { body, note = [], keys } = props;
  const told = JSON.stringify(keys);
  useEffect(() => {
    tellKeys(JSON.parse(told) as KeyHint[]);
  }, [tellKeys, told]);
  const notes = wrapRow(note, columns).slice(0, MOST_NOTE);
  const foot = [...notes, ...keyRows(keys, columns)];
  const room = Math.max(0, rows + 2 - foot.length);
  const shown = fitRows(body, columns, room);
  const blank = Array.from({ length: room - shown.length }, (): Piece[] => []);
  return (
    <Box flexDirection="column">
      {[...top, ...shown, ...blank, ...foot].map((pieces, index) => (
        <Row key={index} pieces={pieces} width={columns} />
      ))}
    </Box>
  );
}

function keyRows(keys: readonly KeyHint[], columns: number): Piece[][] {
  const lines: Piece[][] = [[]];
  let width = 0;
  for (const [key, words] of keys) {
    const hint: Piece[] = [{ text: ' ' }, { text: ` ${key} `, inverse: true }, { text: ` ${words}` }];
    const wide = hint.reduce((sum, { text }) => sum + displayWidth(text), 0);
    if (width > 0 && width + wide > columns) {
      lines.push([]);
      width = 0;
    }
    width += wide;
    lines.at(-1)?.push(...hint);
  }
  return lines.slice(0, MOST_KEYS);
}
