import { dayOf, isoDate, istTime } from '../records/day.js';
import type { Between, Finding } from '../records/ledger-finding.js';
import type { Translate } from './locale.js';

/** One finding in words. */
export function findingWords(finding: Finding, say: Translate): string {
  const { kind } = finding;
  const key = `audit.finding.${kind}`;
  if (kind === 'gap') {
    const { from, to, between } = finding;
    return say(from === to ? `${key}One` : key, { from, to, between: betweenWords(between, say) });
  }
  if (kind === 'changed') {
    const between = betweenWords(finding.between, say);
    const suspects = finding.suspects.map(({ id }) => id).join(', ');
    return suspects === '' ? say(key, { between }) : say(`${key}Suspects`, { between, suspects });
  }
  if (kind === 'bad-file') return finding.line === 0 ? say(`${key}Whole`) : say(key, { line: finding.line });
  const time = 'at' in finding ? timeOf(finding.at) : '';
  return say(key, { ...finding, time });
}

function betweenWords({ after, upTo }: Between, say: Translate): string {
  return upTo === null ? say('audit.afterLastSeal', { after }) : say('audit.betweenSeals', { after, upTo });
}

function timeOf(at: string): string {
  return `${isoDate(dayOf(at))} ${istTime(at)}`;
}
