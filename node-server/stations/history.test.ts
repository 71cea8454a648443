import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t from 'tap';
import { patientId, printedPatientId } from '../../records/ids.js';
import { openStationCentre } from '../../tests/station-centre.js';
import { HistoryDesk } from '../history/history-desk.js';
import { KeptHistories } from '../history/kept-histories.js';
import { historyPages } from './history.js';
import { visitPath } from './visit-path.js';

t.test(
  'the page of a history says what it is, where the patient is registered, and leads back',
  async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'nadi-history-'));
    const kept = await KeptHistories.open(folder, Date.now);
    let desk: HistoryDesk | undefined;
    const centre = await openStationCentre((facility) => {
      desk = new HistoryDesk({ facility, kept, centre: null, onTrouble: () => undefined });
      return [historyPages(facility, desk)];
    });
    t.teardown(async () => {
      await desk?.close();
      await centre.stop();
      await kept.close();
      await rm(folder, { recursive: true, force: true });
    });
    const { facility } = centre;
    await facility.databases.shared.put({
      ...{ _id: 'facility:BR0977', type: 'facility', v: 1, code: 'BR0977', kind: 'DH', status: 'open' },
      ...{ name: { en: 'Sadar Hospital', hi: 'सदर अस्पताल' }, ownership: 'government', services: [] },
      ...{ state: '10', district: '203', block: '1123' },
    } as object);
    const verma = await centre.logIn('dr.verma');
    const asha = await centre.logIn('asha');
    const pageOf = (id: string): string => `/history/${printedPatientId(id)}`;

    const strange = patientId('BR0977', 12);
    const { body } = await asha.get(pageOf(strange));
    t.match(body, '<h1>दूसरे केंद्रों का इतिहास</h1>');
    t.match(body, 'सदर अस्पताल (BR0977) में दर्ज');
    t.match(body, '<a href="/queue">');
    t.match((await asha.get(pageOf(patientId('BR0555', 12)))).body, '>BR0555 में दर्ज', 'nobody has its name');

    const patient = await centre.register({ name: 'सुनीता देवी', sex: 'female' });
    t.match((await verma.get(pageOf(patient))).body, '<a href="/doctor">');
    const visit = await facility.append(
      { by: 'asha' },
      (draft) => draft.visit({ patient, kind: 'new', station: 'doctor' })._id,
    );
    t.match(
      (await verma.get(pageOf(patient))).body,
      `<a href="/doctor/${visitPath(visit)}">वापस परामर्श पर</a>`,
    );
    t.match((await asha.get(pageOf(patient))).body, '<a href="/queue">', 'the doctor’s page is not hers');
  },
);
