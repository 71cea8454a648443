import { writeSync } from 'node:fs';
import { Facility } from '../node-server/facility.js';

/**
 * A program for tests that look at a box from outside: writes slips into the folder that it is given, and says
 * `saved <visit id>` after each one that was acknowledged. Several at once where a count is given.
 */
const [folder = '', count = '10', together = '1'] = process.argv.slice(2);
const facility = await Facility.open({
  folder,
  box: 'BR1042',
  now: Date.now,
});
for (let round = 0; round < Number(count); round += 1) {
  await Promise.all(
    Array.from({ length: Number(together) }, async () => {
      const visit = await facility.append({ by: 'asha' }, (draft) => {
        const patient = draft.patient({ name: 'सुनीता देवी', sex: 'female', birthDate: '1988' });
        return draft.visit({ patient: patient._id, kind: 'new', station: 'vitals' });
      });
      writeSync(1, `saved ${visit._id}\n`);
    }),
  );
}
await facility.stop();
