import type { Role } from '../../records/people.js';
import type { Words } from '../../records/envelope.js';

export const DEMO_BOX = 'BR1042';
export const DEMO_PASSWORD = 'nadi1042';

/** Who works at each station. */
export type DemoCrew = Readonly<Record<'counter' | 'vitals' | 'doctor' | 'lab' | 'pharmacy', string>>;

/** One log-in. */
export interface DemoMember {
  id: string;
  name: Words;
  roles: Role[];
  registration?: string;
}

/** Whoever works at each station of the demo centre. */
export const DEMO_CREW = {
  counter: 'asha',
  vitals: 'nisha',
  doctor: 'dr.verma',
  lab: 'imran',
  pharmacy: 'poonam',
} as const satisfies DemoCrew;

/** One log-in for each role. */
export const DEMO_STAFF: DemoMember[] = [
  { id: DEMO_CREW.counter, name: { hi: 'आशा कुमारी', en: 'Asha Kumari' }, roles: ['clerk'] },
  { id: DEMO_CREW.vitals, name: { hi: 'निशा देवी', en: 'Nisha Devi' }, roles: ['nurse'] },
  {
    id: DEMO_CREW.doctor,
    name: { hi: 'डॉ. अनिल वर्मा', en: 'Dr Anil Verma' },
    roles: ['doctor'],
    registration: 'DEMO-12345',
  },
  { id: DEMO_CREW.lab, name: { hi: 'इमरान अंसारी', en: 'Imran Ansari' }, roles: ['lab'] },
  { id: DEMO_CREW.pharmacy, name: { hi: 'पूनम सिंह', en: 'Poonam Singh' }, roles: ['pharmacist'] },
  { id: 'dr.sinha', name: { hi: 'डॉ. मीरा सिन्हा', en: 'Dr Meera Sinha' }, roles: ['incharge', 'doctor'] },
  { id: 'mohan', name: { hi: 'मोहन लाल', en: 'Mohan Lal' }, roles: ['operator'] },
];
