import type { Job, Progress } from '../records/progress.js';
import type { Language, Translate } from '../templates/locale.js';
import type { CommandContext } from './command-context.js';

/**
 * Runs a job to its end and gives back its outcome. On a terminal a line on stderr says how far it is; Ctrl-C ends the
 * job, which cleans up.
 */
export async function showJob<T>(
  { stderr }: Pick<CommandContext, 'stderr'>,
  { language, say }: { language: Language; say: Translate },
  job: Job<T>,
): Promise<T> {
  const seen = stderr.isTTY === true;
  try {
    for (;;) {
      const step = await job.next();
      if (step.done) return step.value;
      if (seen) stderr.write(`\r\u001b[K${progressWords(step.value, language, say)}`);
    }
  } finally {
    if (seen) stderr.write('\r\u001b[K');
  }
}

function progressWords({ step, done, total }: Progress, language: Language, say: Translate): string {
  const number = new Intl.NumberFormat(`${language}-IN`);
  const far =
    total === undefined || total === 0
      ? number.format(done)
      : `${Math.min(100, Math.floor((done / total) * 100))} %`;
  return `${say(`jobs.${step}`)} … ${far}`;
}
