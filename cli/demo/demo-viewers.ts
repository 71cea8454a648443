import type { WebUserGrant } from '../../central/web-users.js';

/** Who looks at the demo's centre, from the narrowest view to the widest. Areas are those of facilities.csv. */
export const DEMO_VIEWERS: readonly WebUserGrant[] = [
  { name: 'block', areas: [{ state: '10', district: '208', block: '1214' }] },
  { name: 'district', areas: [{ state: '10', district: '208' }] },
  { name: 'state', areas: [{ state: '10' }] },
  { name: 'support', areas: [], support: true },
  { name: 'registry', areas: [], registry: true },
  { name: 'central', areas: [], central: true },
];
