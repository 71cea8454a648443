import { useLayoutEffect, useRef, useState } from 'react';
import { Pane, useFrame, type KeyHint } from './frame.js';
import { formRows, scrollTo } from './form-rows.js';
import { moveTo, pressInForm, type FormField, type FormState } from './form-state.js';
import { useKeys } from './keys.js';
import type { KeyPress } from './key-press.js';
import type { Piece } from './row.js';

export interface FormProps {
  title: Piece[];
  /** lines between the title and the fields */
  info?: readonly Piece[][];
  /** a function where what is asked hangs on what was answered */
  fields: readonly FormField[] | ((values: Record<string, string>) => readonly FormField[]);
  values: Record<string, string>;
  /** what is wrong, in words, by field */
  problems: Readonly<Record<string, string>>;
  note?: Piece[];
  /** nothing is typed while true: what was submitted is being looked at */
  busy?: boolean;
  onSubmit: (values: Record<string, string>) => void;
  onLeave: (values: Record<string, string>) => void;
  /** a field was left: what stands there now may be kept */
  onMove?: (values: Record<string, string>) => void;
  /** keys beside the form's own, asked first */
  onKey?: (press: KeyPress, values: Record<string, string>) => boolean;
  keys?: readonly KeyHint[];
}

/** Fields that are filled from the keyboard alone. What was typed stays until the form is left or taken. */
export function Form(props: FormProps) {
  const { columns, rows, say } = useFrame();
  const { problems, info = [] } = props;
  const fieldsOf = (values: Record<string, string>): readonly FormField[] =>
    typeof props.fields === 'function' ? props.fields(values) : props.fields;
  const first = useRef<FormState>(null);
  first.current ??= moveTo(fieldsOf(props.values), { values: props.values, focus: 0, option: 0 }, 0);
  // In a ref, so that keys that come in one piece each see what the one before them did.
  const state = useRef(first.current);
  const fields = fieldsOf(state.current.values);
  const [, redraw] = useState(0);
  const set = (next: FormState): void => {
    state.current = next;
    redraw((n) => n + 1);
  };

  // Where something is wrong, that is where one goes on.
  const wrong = fields.findIndex(({ name }) => problems[name] !== undefined);
  useLayoutEffect(() => {
    if (wrong >= 0) set(moveTo(fields, state.current, wrong));
    // Each time that something is said, also when it is the same again.
  }, [problems]);

  useKeys((press) => {
    if (props.busy) return true;
    if (props.onKey?.(press, state.current.values)) return true;
    const before = state.current;
    const next = pressInForm(fieldsOf(before.values), before, press);
    if (next === 'submit') props.onSubmit(before.values);
    else if (next === 'leave') props.onLeave(before.values);
    else {
      set(next);
      if (next.focus !== before.focus) props.onMove?.(next.values);
    }
    return true;
  });

  const { rows: lines, focusRow } = formRows(fields, state.current, problems, columns);
  const head = [props.title, ...info, []];
  const body = [...head, ...scrollTo(lines, focusRow, Math.max(3, rows - head.length))];
  const choosing = fields[state.current.focus]?.kind;
  const keys: KeyHint[] = [
    ['Enter', say(state.current.focus === fields.length - 1 ? 'cli.form.done' : 'cli.form.next')],
    ['↑↓', say('cli.form.move')],
    ...(choosing === 'many' ? ([['←→ ␣', say('cli.form.tick')]] as KeyHint[]) : []),
    ...(choosing === 'one' ? ([['←→', say('cli.form.choose')]] as KeyHint[]) : []),
    ['Esc', say('cli.form.back')],
    ...(props.keys ?? []),
  ];
  return <Pane body={body} note={props.note ?? []} keys={keys} />;
}
