import type { Words } from '../../records/envelope.js';
import type { BoxId } from '../../records/ids.js';
import { DEMO_BOX, DEMO_CREW, DEMO_STAFF, type DemoCrew, type DemoMember } from './demo-staff.js';

/** One of the demo's health centres, with a box of its own. */
export interface DemoFacility {
  box: BoxId;
  name: Words;
  level: string;
  /** of its data, within the demo's */
  folder: string;
  crew: DemoCrew;
  staff: DemoMember[];
  seed: number;
  /** families that come here */
  households: number;
  /** least and most on a day */
  patients: [least: number, most: number];
  /** who came in the last ninety minutes */
  today: number;
  /** whom it refers to, and how many of a thousand who could be */
  refers: { to: BoxId; toName: Words; way: 'up' | 'down'; perThousand: number };
}

const CHC_BOX = 'BR0977';

const RAMPUR_NAME = { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'Primary Health Centre Rampur' };
const SAKRA_NAME = { hi: 'सामुदायिक स्वास्थ्य केंद्र सकरा', en: 'Community Health Centre Sakra' };

export const RAMPUR: DemoFacility = {
  box: DEMO_BOX,
  name: RAMPUR_NAME,
  level: 'PHC',
  folder: 'box',
  crew: DEMO_CREW,
  staff: DEMO_STAFF,
  seed: 1042,
  households: 150,
  patients: [34, 62],
  today: 34,
  refers: { to: CHC_BOX, toName: SAKRA_NAME, way: 'up', perThousand: 110 },
};

const SAKRA_CREW = {
  counter: 'ravi',
  vitals: 'sushila',
  doctor: 'dr.khan',
  lab: 'deepak',
  pharmacy: 'anju',
} as const satisfies DemoCrew;

const SAKRA: DemoFacility = {
  box: CHC_BOX,
  name: SAKRA_NAME,
  level: 'CHC',
  folder: 'box-br0977',
  crew: SAKRA_CREW,
  staff: [
    { id: SAKRA_CREW.counter, name: { hi: 'रवि रंजन', en: 'Ravi Ranjan' }, roles: ['clerk'] },
    { id: SAKRA_CREW.vitals, name: { hi: 'सुशीला कुमारी', en: 'Sushila Kumari' }, roles: ['nurse'] },
    {
      id: SAKRA_CREW.doctor,
      name: { hi: 'डॉ. फ़रहान ख़ान', en: 'Dr Farhan Khan' },
      roles: ['doctor'],
      registration: 'DEMO-67890',
    },
    { id: SAKRA_CREW.lab, name: { hi: 'दीपक पासवान', en: 'Deepak Paswan' }, roles: ['lab'] },
    { id: SAKRA_CREW.pharmacy, name: { hi: 'अंजू प्रसाद', en: 'Anju Prasad' }, roles: ['pharmacist'] },
    {
      id: 'dr.thakur',
      name: { hi: 'डॉ. रेणु ठाकुर', en: 'Dr Renu Thakur' },
      roles: ['incharge', 'doctor'],
    },
    { id: 'bhola', name: { hi: 'भोला राय', en: 'Bhola Rai' }, roles: ['operator'] },
  ],
  seed: 977,
  households: 90,
  // Fewer than such a house would have: the demo's first start is to be quick.
  patients: [22, 38],
  today: 24,
  refers: { to: DEMO_BOX, toName: RAMPUR_NAME, way: 'down', perThousand: 60 },
};

export const DEMO_FACILITIES: readonly DemoFacility[] = [RAMPUR, SAKRA];
