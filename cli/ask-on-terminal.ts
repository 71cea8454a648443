import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { FacilityError } from '../records/facility-error.js';
import type { Translate } from '../templates/locale.js';
import type { CommandContext } from './command-context.js';
import { sayField } from './say-error.js';
import type { Ask } from './tasks/complete-answers.js';

/** Asks on the terminal, line by line; a secret is not echoed. Ctrl-C and Ctrl-D end the questions. */
export function askOnTerminal(context: CommandContext, say: Translate): { ask: Ask; close: () => void } {
  let hidden = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!hidden) context.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: context.stdin, output, terminal: true });
  let giveUp: (error: FacilityError) => void = () => {};
  lines.on('SIGINT', () => lines.close());
  lines.once('close', () => giveUp(ended()));

  const ask: Ask = (question, fallback, problem) =>
    new Promise((resolve, reject) => {
      giveUp = reject;
      if (problem !== null) context.stdout.write(`  ${sayField(problem, say)}\n`);
      const suggested = fallback ? ` [${fallback}]` : '';
      const prompt = `${say(`cli.setup.${question.key}`)}${suggested}: `;
      // readline repeats its prompt at each key, so a hidden answer's prompt is written beside it.
      if (question.secret) context.stdout.write(prompt);
      hidden = question.secret ?? false;
      lines.question(question.secret ? '' : prompt, (answer) => {
        if (hidden) context.stdout.write('\n');
        hidden = false;
        resolve(answer);
      });
    });
  return { ask, close: () => lines.close() };
}

function ended(): FacilityError {
  return new FacilityError('bad-input', 'The questions were broken off; nothing was made.', {
    hint: 'hints.setupAgain',
  });
}
