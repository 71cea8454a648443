import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { FacilityError } from '../../records/facility-error.js';
import { bareEnvironment } from '../config.js';

/** CUPS asks other machines, too; milliseconds. */
const PATIENCE_MS = 5_000;
const run = promisify(execFile);

export interface Printer {
  name: string;
  /** CUPS stopped it: out of paper, unplugged, or by hand */
  stopped: boolean;
}

/** The printers that CUPS knows here; null where there is no CUPS. */
export async function listPrinters(): Promise<Printer[] | null> {
  const env = { ...bareEnvironment(), LC_ALL: 'C' };
  try {
    const { stdout } = await run('lpstat', ['-p'], { env, timeout: PATIENCE_MS });
    return stdout.split('\n').flatMap((line) => {
      const name = /^printer (\S+)/.exec(line)?.[1];
      return name === undefined ? [] : [{ name, stopped: / disabled /.test(line) }];
    });
  } catch (error) {
    // It ends with 1, and says so, where there is no printer.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : [];
  }
}

/** Hands a PDF to a printer. Throws `conflict` with what `lp` says. */
export async function printPdf(printer: string, title: string, pdf: Uint8Array): Promise<void> {
  const env = { ...bareEnvironment(), LC_ALL: 'C' };
  const lp = spawn('lp', ['-d', printer, '-t', title], { env, stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  lp.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  // A printer that is refused does not read what it is given; the status tells.
  lp.stdin.on('error', () => undefined);
  lp.stdin.end(pdf);
  const [status] = (await once(lp, 'close')) as [number | null];
  if (status !== 0)
    throw new FacilityError('conflict', said.trim() || `${printer} did not take it`, {
      hint: 'hints.lookAtPrinter',
    });
}
