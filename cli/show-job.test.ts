import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Job } from '../records/progress.js';
import { openLocale } from '../templates/locale.js';
import { displayWidth } from './components/display-width.js';
import { showJob } from './show-job.js';

function terminal(columns: number) {
  const written: string[] = [];
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  return { written, stderr: Object.assign(stderr, { isTTY: true, columns }) };
}

for (const language of ['hi', 'en'] as const) {
  void t.test(`a job's line stays within the terminal, and is gone at the end (${language})`, async (t) => {
    const say = openLocale().in(language);
    const job = async function* (): Job<string> {
      for (let done = 0; done < 3; done += 1) {
        yield { step: 'backup.writing', done: done * 100_000, total: 900_000, unit: 'records' };
        await sleep(210);
      }
      yield { step: 'report.figures', done: 1, unit: 'pages' };
      return 'whole';
    };
    const { written, stderr } = terminal(60);
    t.equal(await showJob({ stderr }, say, job(), new EventEmitter()), 'whole');
    const lines = written.map((text) => text.replace('\r\u001b[K', ''));
    t.match(lines.join('\n'), say('jobs.backup.writing'));
    t.match(lines.join('\n'), /█+░+ +\d+%/);
    t.ok(lines.every((line) => displayWidth(line) < 60));
    t.equal(lines.at(-1), '', 'nothing of it stays');
  });
}

void t.test('Ctrl-C ends a job with its clean-up, and says so by null', async (t) => {
  const interrupts = new EventEmitter();
  let cleaned = false;
  const job = async function* (): Job<string> {
    try {
      for (let done = 0; ; done += 1) {
        yield { step: 'backup.writing', done, unit: 'records' };
        if (done === 2) interrupts.emit('SIGINT');
        await sleep(1);
      }
    } finally {
      cleaned = true;
    }
  };
  t.equal(await showJob(terminal(80), openLocale().in('en'), job(), interrupts), null);
  t.ok(cleaned);
  t.equal(interrupts.listenerCount('SIGINT'), 0);
});
