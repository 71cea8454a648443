import { Facility } from '../facility.js';
import { Backups } from './backups.js';

/**
 * A box for tests that gets killed: receives stock without end and makes one backup after the other. It tells its
 * parent the number of each record that is on disk, and the name of each backup that was made.
 */
async function main(folder: string): Promise<void> {
  const facility = await Facility.open({ folder, box: 'BR1042', now: Date.now });
  const backups = await Backups.open({ facility, folder, log: () => undefined, lookEveryMs: 0 });
  const tell = (message: object): void => void process.send?.(message);
  const receive = async (): Promise<void> => {
    for (let i = 0; ; i += 1) {
      const { n } = await facility.append({ by: 'asha' }, (draft) =>
        draft.stock({
          item: 'ors-sachet',
          change: 1 + i,
          kind: 'receive',
          batch: `L${i}`,
          expiry: '2027-03',
        }),
      );
      tell({ n });
    }
  };
  void receive();
  for (let i = 0; ; i += 1) {
    const job = backups.make(i % 3 === 0 ? { full: true } : {});
    let step = await job.next();
    for (; !step.done; step = await job.next()) tell({ step: step.value.step });
    tell({ file: step.value.file });
  }
}

await main(process.argv[2] ?? '');
