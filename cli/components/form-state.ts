import type { KeyPress } from './key-press.js';

export interface FormField {
  name: string;
  label: string;
  /** said beside the field while it is being filled */
  hint?: string;
  /** `text` is typed; of `one` and `many` options are chosen, `many` kept as `a,b` */
  kind: 'text' | 'one' | 'many';
  options?: readonly { value: string; label: string }[];
  /** shown as dots */
  secret?: boolean;
}

export interface FormState {
  values: Record<string, string>;
  /** index of the field that is being filled */
  focus: number;
  /** index of the option that the cursor stands on */
  option: number;
}

/** What one key does to a form. Enter goes on, at the last field it submits; nothing typed is lost by leaving. */
export function pressInForm(
  fields: readonly FormField[],
  state: FormState,
  press: KeyPress,
): FormState | 'submit' | 'leave' {
  const field = fields[state.focus];
  if (press.name === 'escape') return 'leave';
  if (field === undefined) return press.name === 'enter' ? 'submit' : state;
  switch (press.name) {
    case 'enter':
      return state.focus === fields.length - 1 ? 'submit' : moveTo(fields, state, state.focus + 1);
    case 'tab':
    case 'down':
      return moveTo(fields, state, state.focus + 1);
    case 'backtab':
    case 'up':
      return moveTo(fields, state, state.focus - 1);
    default:
      return field.kind === 'text' ? type(field, state, press) : choose(field, state, press);
  }
}

export function moveTo(fields: readonly FormField[], state: FormState, focus: number): FormState {
  const to = Math.max(0, Math.min(fields.length - 1, focus));
  const field = fields[to];
  const value = state.values[field?.name ?? ''] ?? '';
  const chosen = field?.kind === 'one' ? (field.options ?? []).findIndex((o) => o.value === value) : 0;
  return { ...state, focus: to, option: Math.max(0, chosen) };
}

function type(field: FormField, state: FormState, press: KeyPress): FormState {
  const value = state.values[field.name] ?? '';
  if (press.name === 'text') return put(state, field, value + press.text);
  // The last sign of a letter only, so that a wrong vowel sign costs one key.
  if (press.name === 'backspace') return put(state, field, [...value].slice(0, -1).join(''));
  return state;
}

function choose(field: FormField, state: FormState, press: KeyPress): FormState {
  const options = field.options ?? [];
  const step = press.name === 'right' ? 1 : press.name === 'left' ? -1 : 0;
  const option = Math.max(0, Math.min(options.length - 1, state.option + step));
  const value = options[option]?.value ?? '';
  if (field.kind === 'one') {
    const next = press.text.startsWith(' ') ? (option + 1) % options.length : option;
    return { ...put(state, field, options[next]?.value ?? ''), option: next };
  }
  if (!press.text.startsWith(' ')) return { ...state, option };
  const chosen = chosenIn(state.values[field.name]);
  const now = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  const inOrder = options.map((one) => one.value).filter((one) => now.includes(one));
  return put({ ...state, option }, field, inOrder.join(','));
}

function put(state: FormState, field: FormField, value: string): FormState {
  return { ...state, values: { ...state.values, [field.name]: value } };
}

/** The options chosen of a field of kind `many`. */
export function chosenIn(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((one) => one !== '');
}
