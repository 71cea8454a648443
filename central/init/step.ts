import type { CentreWork, Prepared } from '../ensure/centre-work.js';

/**
 * One numbered change of a centre that stands. Both ways must be safe to run again after they broke off in the middle,
 * and neither may lose a document.
 */
export interface Step {
  version: number;
  /** its words stand in the locales under `cli.central.steps` */
  name: string;
  up: (work: CentreWork) => Promise<Prepared[]>;
  down: (work: CentreWork) => Promise<Prepared[]>;
}
