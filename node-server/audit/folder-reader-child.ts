import { toldFailure } from '../../templates/web/answer-job.js';
import { FacilityError } from '../../records/facility-error.js';
import type { FolderAnswer, FolderRequest } from './folder-reader.js';
import { verifyFolder } from './verify-folder.js';

// The other side of FolderReader: one folder after the other, until nobody asks any more.

process.on('message', ({ folder, trusted }: FolderRequest) => {
  void answer(folder, trusted);
});

async function answer(folder: string, trusted: readonly string[] | undefined): Promise<void> {
  try {
    const job = verifyFolder(folder, trusted);
    for (let step = await job.next(); ; step = await job.next()) {
      if (step.done) return tell({ result: step.value });
      tell({ progress: step.value });
    }
  } catch (error) {
    const known = error instanceof FacilityError ? error : new FacilityError('internal', String(error));
    tell({ failure: toldFailure(known).error });
  }
}

function tell(message: FolderAnswer): void {
  process.send?.(message);
}
