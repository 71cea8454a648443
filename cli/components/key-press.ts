import type { Key } from 'ink';

export type KeyName =
  | 'text'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'backtab'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'pageUp'
  | 'pageDown'
  | 'backspace'
  /** Ctrl-C: out, from everywhere */
  | 'interrupt';

/** One key; `text`, one code point, only where `name` is `text`. */
export interface KeyPress {
  name: KeyName;
  text: string;
}

/** A slow line or a paste brings several keys in one piece. */
export function toKeyPresses(input: string, key: Key): KeyPress[] {
  const named = nameOf(key);
  if (named !== null) return [{ name: named, text: '' }];
  if (key.ctrl && input === 'c') return [{ name: 'interrupt', text: '' }];
  if (key.ctrl || key.meta) return [];
  return input
    .split(/([\r\n\t\u007f\b\u0003])/)
    .filter((part) => part !== '')
    .flatMap((part): KeyPress[] => {
      const control = CONTROLS[part];
      if (control !== undefined) return [{ name: control, text: '' }];
      return [...part.replace(/\p{Cc}/gu, '')].map((text): KeyPress => ({ name: 'text', text }));
    });
}

const CONTROLS: Record<string, KeyName> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0003': 'interrupt',
};

function nameOf(key: Key): KeyName | null {
  if (key.escape) return 'escape';
  if (key.return) return 'enter';
  if (key.tab) return key.shift ? 'backtab' : 'tab';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageUp';
  if (key.pageDown) return 'pageDown';
  // Ink calls the backspace key of most terminals (DEL, 0x7f) "delete".
  if (key.backspace || key.delete) return 'backspace';
  return null;
}
