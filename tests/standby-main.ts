import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { startFacility } from '../node-server/start.js';

// A main box for tests that kill it: `node standby-main.js FOLDER PORT`. Says where it answers; on each `write` it gives
// slips without end and says `saved <n> <visit id>` after each one that was acknowledged.
const [folder = '', port = '0'] = process.argv.slice(2);
const { facility, addresses } = await startFacility({ folder, port: Number(port), httpPort: 0 });
writeSync(1, `at ${addresses[0] ?? ''}\n`);
createInterface(process.stdin).on('line', () => void write());

async function write(): Promise<void> {
  while (facility.replacedBy === null) {
    const { _id, n } = await facility.append({ by: 'asha' }, (draft) => {
      const patient = draft.patient({ name: 'सुनीता देवी', sex: 'female', birthDate: '1988' })._id;
      return draft.visit({ patient, kind: 'new', station: 'vitals' });
    });
    writeSync(1, `saved ${n} ${_id}\n`);
    await pause(5);
  }
}
