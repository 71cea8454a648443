import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { changeCentre } from '../../node-server/box-folder/change-settings.js';
import { writeWhole } from '../../node-server/box-folder/write-whole.js';
import type { BoxId } from '../../records/ids.js';
import { DEMO_BOX } from '../demo/demo-staff.js';
import { makeDemos, refreshDemo, type MakeDemoOptions } from '../demo/make-demo.js';
import type { DemoBox } from '../demo/played-facility.js';

/**
 * Makes those of the demo's boxes that are not there yet, and gives the others their queue of today. Boxes whose making
 * was cut short are made anew: nothing of them has left this machine.
 */
export async function prepareDemoBoxes(
  folder: string,
  boxes: readonly DemoBox[],
  options: MakeDemoOptions,
): Promise<void> {
  const made = await readMade(folder);
  const isMade = ({ facility }: DemoBox): boolean => made.includes(facility.box);
  for (const { facility, folder: data, centre } of boxes.filter(isMade)) {
    await refreshDemo({ folder: data, now: options.now, facility });
    // The gateway has another port at each start.
    await changeCentre(data, centre);
  }
  const missing = boxes.filter((box) => !isMade(box));
  if (missing.length === 0) return;
  for (const { folder: data } of missing) await rm(data, { recursive: true, force: true });
  await makeDemos(missing, options);
  const names = boxes.map(({ facility }) => facility.box);
  await writeWhole(markIn(folder), { boxes: names }, 0o600);
}

const markIn = (folder: string): string => join(folder, 'made');

async function readMade(folder: string): Promise<BoxId[]> {
  try {
    const text = await readFile(markIn(folder), 'utf8');
    // Earlier versions had one box, and said no more than that it is made.
    return text === '' ? [DEMO_BOX] : (JSON.parse(text) as { boxes: BoxId[] }).boxes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [];
  }
}
