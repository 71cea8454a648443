import { duplicatePages } from './duplicates/duplicate-pages.js';
import { villagePages } from './villages/village-pages.js';
import type { CentrePages } from './web-frame.js';

/** All pages of the centre, in the order of the navigation. */
export const centrePages: CentrePages[] = [villagePages, duplicatePages];
