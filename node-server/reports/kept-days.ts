import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Day } from '../../records/day.js';
import type { RecordedVisit } from '../../records/reports/visit-facts.js';

/** Raised when `recordedVisits` says other than before: what older versions kept is then passed over. */
export const KEPT_FORMAT = 4;

interface KeptDay {
  format: number;
  /** number of the day's last record */
  n: number;
  visits: RecordedVisit[];
}

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/**
 * What the visits of each past day say, in a file a day beside the folds. It is right as long as no record was added
 * to any of them (records/visit-days.ts). A cache: it may be deleted at any time.
 */
export class KeptDays {
  readonly #folder: string;

  /** @param folder the data folder */
  constructor(
    folder: string,
    private readonly onTrouble: (error: unknown) => void = () => undefined,
  ) {
    this.#folder = join(folder, 'folds', 'days');
  }

  /** Those of which anything is kept, right or not. */
  async days(): Promise<Day[]> {
    const files = await readdir(this.#folder).catch(() => []);
    return files.map((file) => file.slice(0, 8));
  }

  /** Null where nothing is kept of the day as it is up to its record `n`. */
  async read(day: Day, n: number): Promise<RecordedVisit[] | null> {
    try {
      // Half a file, after a power cut, fails its checksum.
      const text = await unpack(new Uint8Array(await readFile(this.#file(day))));
      const kept = JSON.parse(text.toString()) as KeptDay;
      return kept.format === KEPT_FORMAT && kept.n === n ? kept.visits : null;
    } catch {
      return null;
    }
  }

  async keep(day: Day, n: number, visits: RecordedVisit[]): Promise<void> {
    const kept: KeptDay = { format: KEPT_FORMAT, n, visits };
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const packed = await pack(JSON.stringify(kept), { level: 4 });
      await writeFile(this.#file(day), new Uint8Array(packed), { mode: 0o600 });
    } catch (error) {
      // A full disk: the report is right without it.
      await rm(this.#file(day), { force: true }).catch(this.onTrouble);
      this.onTrouble(error);
    }
  }

  #file(day: Day): string {
    return join(this.#folder, `${day}.json.gz`);
  }
}
