import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Language, Translate } from '../templates/locale.js';
import type { CommandContext, CommonOptions } from './command-context.js';
import { printFailure } from './print-failure.js';

/** What a command's function works with. */
export interface Run {
  folder: string;
  language: Language;
  say: Translate;
  /** one JSON object on stdout with --json, else the lines */
  print: (answer: object, lines: () => string[]) => void;
}

const USUAL_FOLDER = 'NADI_DATA, /var/lib/nadi for root, ~/.nadi';

/** @param folder where the data lie if `--data` does not say it */
export function addCommonOptions(command: Command, folder = USUAL_FOLDER): Command {
  return command
    .option('--data <folder>', `data folder (else ${folder})`)
    .option('--json', 'print one JSON object')
    .addOption(
      new Option('--language <language>', 'hi or en (else NADI_LANGUAGE, LANG)').choices(['hi', 'en']),
    );
}

/** Runs a command's function; a failure becomes words (or JSON) on stderr and an exit status. */
export async function runCommand(
  context: CommandContext,
  options: CommonOptions & { user?: string },
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const language = options.language ?? context.config.language;
  const say = context.locale.in(language);
  try {
    await work({
      folder: resolve(options.data ?? context.config.dataFolder),
      language,
      say,
      print(answer, lines) {
        context.stdout.write(`${options.json ? JSON.stringify(answer) : lines().join('\n')}\n`);
      },
    });
  } catch (error) {
    const { user, json = false } = options;
    printFailure(context, error, { json, say, ...(user === undefined ? {} : { user }) });
  }
}
