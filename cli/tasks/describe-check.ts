import type { Language, Locale } from '../../templates/locale.js';
import type { CheckResult } from './run-doctor.js';

export interface CheckWords {
  title: string;
  words: string;
  /** what to do; absent where nothing is to be done */
  next?: string;
}

/** A check's result in one language. */
export function describeCheck(check: CheckResult, language: Language, locale: Locale): CheckWords {
  const say = locale.in(language);
  const key = `cli.doctor.${check.id}`;
  const outcome = check.outcome === 'failed' ? 'cli.doctor.failed' : `${key}.${check.outcome}`;
  const nextKey = `${outcome}Next`;
  const parts = [
    ...(locale.has(language, nextKey) ? [say(nextKey, check.params)] : []),
    ...(check.canFix ? [say('cli.doctor.canFix')] : []),
    ...(check.state !== 'good' && check.runbook ? [`docs/runbooks/${check.runbook}.md`] : []),
  ];
  const fixed = check.fixed ? ` (${say('cli.doctor.fixed')})` : '';
  return {
    title: say(`${key}.title`),
    words: say(outcome, check.params) + fixed,
    ...(parts.length === 0 ? {} : { next: parts.join(' · ') }),
  };
}
