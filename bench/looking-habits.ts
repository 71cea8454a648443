import type { OpdHabits } from '../cli/demo/opd-day.js';
import type { Random } from '../cli/demo/random.js';
import { DEMO_CREW } from '../cli/demo/demo-staff.js';
import type { Facility } from '../node-server/facility.js';
import type { DayLooks } from './day-looks.js';

/** Which pages are opened along a patient's way, and whom each shows. */
export function lookingHabits(facility: Facility, looks: DayLooks, random: Random): OpdHabits {
  return {
    seen(step, station, { visit, patient, person }) {
      const by = DEMO_CREW[station];
      const patients = [patient];
      if (step === 'comes') {
        looks.list({ by, action: 'view', route: `/${station}`, patients });
        return;
      }
      if (station === 'counter') {
        const { patients: found } = facility.patients.search(person.mobile ?? person.name, { limit: 10 });
        const others = found.map(({ id }) => id).filter((id) => id !== patient);
        const shown = [patient, ...others];
        looks.add({ by, action: 'search', route: '/counter', patients: shown });
        looks.add({ by, action: 'view', route: '/counter/slip/{visit}', patients, visit });
        looks.add({ by, action: 'print', route: '/counter/slip/{visit}/{paper}', patients, visit });
        return;
      }
      looks.add({ by, action: 'view', route: `/${station}/{visit}`, patients, visit });
      if (station === 'doctor')
        looks.add({ by, action: 'print', route: '/doctor/{visit}/prescription.pdf', patients, visit });
      if (station === 'pharmacy' && random.chance(0.3))
        looks.add({ by, action: 'print', route: '/pharmacy/{visit}/label', patients, visit });
    },
  };
}
