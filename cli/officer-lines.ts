import { sayAgo, type Telling } from '../central/monitor/describe-box.js';
import { indianNumber } from '../records/indian-number.js';
import { findingWords } from '../templates/finding-words.js';
import type { BoxVerdict } from './tasks/audit/pages-source.js';
import type { OfficerBox } from './tasks/officer-at-pages.js';
import { sayError } from './say-error.js';

/** One line a box of an area whose records were checked, and under it what is wrong first. */
export function verdictLines(verdicts: readonly BoxVerdict[], { say, language }: Telling): string[] {
  return verdicts.flatMap(({ box, name, report, error }) => {
    const title = `${box}  ${name[language]}`;
    if (error) return [`✖ ${title}: ${sayError(error, say).title} (${error.message})`];
    if (!report) return [];
    const counted = say('audit.counted', { records: report.records, seals: report.seals });
    if (report.whole) return [`✔ ${title}: ${counted}`];
    const [worst] = report.findings;
    const broken = say('audit.broken', { box, n: report.findings.length + report.more });
    return [`✖ ${title}: ${broken}`, ...(worst ? [`    ${findingWords(worst, say)}`] : [])];
  });
}

/** How far boxes are with sync, as the centre knows it. */
export function officerSyncLines(boxes: readonly OfficerBox[], telling: Telling): string[] {
  const { say, language } = telling;
  const dash = say('boxes.unknown');
  const count = (n: number | undefined): string => (n === undefined ? dash : indianNumber(n));
  return boxes.map(({ box, name, lastContact, confirmedN, waiting, oldestWaiting, gaps }) =>
    say('sync.officer.line', {
      ...{ box, name: name[language] },
      contact: lastContact === undefined ? say('boxes.never') : sayAgo(lastContact, telling),
      confirmed: count(confirmedN),
      waiting: count(waiting),
      oldest: oldestWaiting === undefined ? dash : sayAgo(oldestWaiting, telling),
      gaps: count(gaps),
    }),
  );
}
