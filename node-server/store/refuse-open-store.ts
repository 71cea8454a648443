import { join } from 'node:path';
import leveldown from 'leveldown';
import { storeError } from './store-error.js';

interface Level {
  open(options: object, callback: (error?: Error) => void): void;
  close(callback: () => void): void;
}

/** Throws `store-locked` where another process has the folder's ledger open: nothing may be cleared away under it. */
export async function refuseOpenStore(folder: string): Promise<void> {
  // The published types describe an older module shape.
  const level = (leveldown as unknown as (location: string) => Level)(join(folder, 'records'));
  await new Promise<void>((resolve, reject) => {
    level.open({ createIfMissing: false }, (cause) => {
      if (!cause) return level.close(resolve);
      const error = storeError(cause);
      // One that is damaged or not there is nobody's.
      if (error.code === 'store-locked') reject(error);
      else resolve();
    });
  });
}
