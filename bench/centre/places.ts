import type { FacilityArea } from '../../central/router/directory.js';
import type { BoxId } from '../../records/ids.js';

/** A state of Bihar's size: 38 districts of 14 blocks. As it is equipped every district gets its first facilities early. */
export const STATE = '10';
const DISTRICTS = 38;
const BLOCKS = 14;
const FIRST_BOX = 100_000;

export interface SimulatedFacility extends FacilityArea {
  code: BoxId;
  state: string;
  district: string;
  block: string;
}

export const DISTRICT_CODES = Array.from({ length: DISTRICTS }, (_, i) => String(201 + i));

/** One after the other to each district, and there to each block. */
export function simulatedFacilities(count: number): SimulatedFacility[] {
  return Array.from({ length: count }, (_, i) => {
    const district = i % DISTRICTS;
    const block = district * BLOCKS + (Math.floor(i / DISTRICTS) % BLOCKS);
    return {
      code: `BR${FIRST_BOX + i}`,
      state: STATE,
      district: DISTRICT_CODES[district] ?? '',
      block: String(1_000 + block),
      kind: i % 4 === 0 ? 'PHC' : 'HWC',
      ownership: 'government',
    };
  });
}
