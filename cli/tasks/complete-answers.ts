import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { readBoxId } from '../../records/ids.js';
import { SETUP_QUESTIONS, type SetupAnswers, type SetupQuestion } from './setup-questions.js';

/** Asks a person; `problem` says why the last answer was not taken. */
export type Ask = (
  question: SetupQuestion,
  fallback: string | undefined,
  problem: FieldError | null,
) => Promise<string>;

/**
 * Fills in what the flags left open: by asking, or, without anybody to ask, by the fallbacks.
 * @throws 'bad-input' with a field for each flag that is wrong or missing
 */
export async function completeAnswers(given: SetupAnswers, ask: Ask | null): Promise<SetupAnswers> {
  const answers: SetupAnswers = {};
  const fields: FieldError[] = [];
  for (const question of SETUP_QUESTIONS) {
    if (question.when?.(answers) === false) continue;
    const typed = given[question.key];
    if (typed !== undefined) {
      const value = tidy(question.key, typed);
      const problem = check(question, value);
      if (problem !== null) fields.push(problem);
      answers[question.key] = value;
    }
  }
  if (fields.length > 0) throw wrong(fields);

  for (const question of SETUP_QUESTIONS) {
    if (answers[question.key] !== undefined || question.when?.(answers) === false) continue;
    const fallback = question.fallback?.(answers);
    if (ask !== null && question.quiet !== true)
      answers[question.key] = await askUntilRight(question, fallback, ask);
    else if (fallback !== undefined) answers[question.key] = fallback;
    else fields.push({ field: question.flag, code: 'required' });
  }
  if (fields.length > 0) throw wrong(fields);
  return answers;
}

async function askUntilRight(
  question: SetupQuestion,
  fallback: string | undefined,
  ask: Ask,
): Promise<string> {
  let problem: FieldError | null = null;
  for (;;) {
    const typed = tidy(question.key, await ask(question, fallback, problem));
    const value = typed === '' ? (fallback ?? '') : typed;
    problem = check(question, value);
    if (problem === null) return value;
  }
}

function check(question: SetupQuestion, value: string): FieldError | null {
  if (value === '' && question.fallback === undefined) return { field: question.flag, code: 'required' };
  const found = question.wrong?.(value) ?? null;
  return found === null ? null : { field: question.flag, ...found };
}

function wrong(fields: FieldError[]): FacilityError {
  return new FacilityError('bad-input', 'The set-up needs these values.', {
    fields,
    hint: 'hints.setupFlags',
  });
}

/** `br1042` means BR1042; a replica's small letter at the end stays. */
function tidy(key: string, typed: string): string {
  const text = typed.trim();
  return key === 'box' ? readBoxId(text) : text;
}
