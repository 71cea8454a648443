import { Text } from 'ink';
import { cut, displayWidth, plain } from './display-width.js';

export interface Piece {
  text: string;
  bold?: boolean;
  dim?: boolean;
  color?: 'green' | 'yellow' | 'red' | 'cyan';
  inverse?: boolean;
  /** black on white, whatever the terminal's colours: a QR code must not be read as its negative */
  onWhite?: boolean;
}

const ON_WHITE = { color: 'black', backgroundColor: 'white' };

/**
 * One line of the screen as one text. Ink reckons columns by grapheme and would misplace whatever stands right of
 * Devanagari in a row of boxes, so columns are padded by `fit` before and the line is cut to the terminal here.
 */
export function Row({ pieces, width }: { pieces: readonly Piece[]; width: number }) {
  let left = width;
  const shown = pieces.map((piece) => {
    const text = cut(plain(piece.text), left);
    left -= displayWidth(text);
    return { ...piece, text };
  });
  const isEmpty = shown.every(({ text }) => text === '');
  return (
    <Text wrap="truncate">
      {isEmpty ? ' ' : ''}
      {shown.map((piece, index) => (
        <Text
          key={index}
          bold={piece.bold ?? false}
          dimColor={piece.dim ?? false}
          inverse={piece.inverse ?? false}
          {...(piece.onWhite === true ? ON_WHITE : piece.color === undefined ? {} : { color: piece.color })}
        >
          {piece.text}
        </Text>
      ))}
    </Text>
  );
}
