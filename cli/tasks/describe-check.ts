import { sayTime } from '../../sync/sync-state.js';
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
  const params = sayTimes(check.params, language);
  const fixed = check.fixed ? ` (${say('cli.doctor.fixed')})` : '';
  return {
    title: say(`${key}.title`),
    words: say(outcome, params) + fixed,
    ...(parts.length === 0 ? {} : { next: parts.join(' · ') }),
  };
}

/** A check's own time is for programs; people read Indian time in words. */
function sayTimes(params: CheckResult['params'], language: Language): CheckResult['params'] {
  const time = params?.['time'];
  return typeof time === 'string' ? { ...params, time: sayTime(time, language) } : params;
}
