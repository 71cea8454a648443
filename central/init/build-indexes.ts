import { CENTRE_DATABASES } from '../centre-databases.js';
import { awaitIndex } from '../ensure/await-index.js';
import type { CentreWork } from '../ensure/centre-work.js';

/** Has the indexes built of what the centre has once, so that no page waits for one: a moment where they are. */
export async function buildIndexes(work: CentreWork): Promise<void> {
  for (const { name, designs } of CENTRE_DATABASES) {
    for (const [design, { views }] of Object.entries(designs)) {
      if (views) await awaitIndex(work, name, design, views);
    }
  }
}
