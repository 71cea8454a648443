import { LANGUAGES, translate, type Translate } from '../../templates/locale.js';

/** Why a medicine is given in spite of an allergy, as the doctor's form offers it; words under `doctor.allergyReasons`. */
const REASONS = ['tolerated', 'noOther', 'doubt', 'watched'] as const;

export function allergyReasons(t: Translate): string[] {
  return REASONS.map((code) => t(wordsOf(code)));
}

/** A reason that the form offered, whichever language it was picked in; any other stands as it was written. */
export function allergyReasonWords(reason: string, t: Translate): string {
  const code = REASONS.find((one) =>
    LANGUAGES.some((language) => translate(language, wordsOf(one)) === reason),
  );
  return code === undefined ? reason : t(wordsOf(code));
}

function wordsOf(code: (typeof REASONS)[number]): string {
  return `doctor.allergyReasons.${code}`;
}
