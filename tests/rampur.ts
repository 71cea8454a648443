import type { SetUpOptions } from '../node-server/set-up.js';
import type { BoxId } from '../records/ids.js';
import { QUICK_COST } from './quick-cost.js';

/** What a health centre with one clerk is set up with, on a free port of this machine. */
export function rampur(folder: string, box: BoxId): SetUpOptions {
  return {
    folder,
    box,
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    passwordCost: QUICK_COST,
    staff: [{ id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk'], password: 'a-long-pass-1' }],
  };
}
