import { listPrinters } from '../tasks/use-printers.js';
import type { Check } from './check.js';

const PAPER = { a5: 'A5', 'thermal-58': '58 mm', 'thermal-80': '80 mm' } as const;

/** Which paper slips are printed on, and what CUPS knows of printers at the box itself, where it is there. */
export const printerCheck: Check = {
  id: 'printer',
  async run({ box }) {
    const papers = box?.settings.papers;
    const printers = (await listPrinters()) ?? [];
    const params = {
      papers: (papers ?? []).map((paper) => PAPER[paper]).join(', '),
      printers: printers.map(({ name }) => name).join(', '),
      stopped: printers
        .filter(({ stopped }) => stopped)
        .map(({ name }) => name)
        .join(', '),
    };
    if (params.stopped !== '') return { state: 'watch', outcome: 'stopped', params };
    if (papers === undefined) return { state: 'good', outcome: 'notSet', params };
    if (papers.length === 0) return { state: 'good', outcome: 'none', params };
    return { state: 'good', outcome: printers.length > 0 ? 'here' : 'good', params };
  },
};
