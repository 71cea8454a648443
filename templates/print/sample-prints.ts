import type { PrescriptionPrint } from './prescription.js';
import type { SlipData } from './opd-slip.js';

/** An invented patient's slip, to try a printer and the layouts with. */
export const SAMPLE_SLIP: SlipData = {
  language: 'both',
  facility: {
    name: { hi: 'प्राथमिक स्वास्थ्य केन्द्र, सकरा', en: 'Primary Health Centre, Sakra' },
    level: 'HWC-PHC',
    hfr: 'IN1010001042',
    block: 'सकरा',
    district: 'मुज़फ़्फ़रपुर',
  },
  patient: {
    id: 'BR1042-004217-K',
    name: 'लक्ष्मी कुमारी',
    sex: 'female',
    age: { value: 34, unit: 'years', estimated: true },
    relative: { name: 'ज्ञानेश्वर प्रसाद', relation: 'husband' },
    village: 'बड़ा गाँव',
    mobile: '9812343210',
    abha: '91234567890123',
  },
  visit: 'visit:BR1042:20261121-042',
  token: 42,
  at: '2026-11-21T04:12:00.000Z',
  kind: 'returning',
  priority: 'pregnant',
  station: { hi: 'जाँच माप', en: 'Vitals' },
  room: '2',
  queue: { position: 6, minutes: 20 },
  validity: { hi: 'यह पर्चा 15 दिन तक मान्य है।', en: 'Valid for 15 days.' },
  reprint: 0,
  printedAt: '2026-11-21T04:12:30.000Z',
  printedBy: 'सुनीता देवी',
};

const TABLET = { hi: 'गोली', en: 'tablet' };

export const SAMPLE_PRESCRIPTION: PrescriptionPrint = {
  language: 'both',
  facility: SAMPLE_SLIP.facility,
  patient: SAMPLE_SLIP.patient,
  visit: SAMPLE_SLIP.visit,
  token: 42,
  signedAt: '2026-11-21T05:10:00.000Z',
  allergies: [{ substance: 'पेनिसिलिन', severity: 'severe' }],
  vitals: { systolic: 148, diastolic: 94, pulse: 84, temperatureC: 38.2, spo2: 97, weightKg: 52.5 },
  complaints: [{ text: 'बुख़ार', duration: 3 }, { text: 'सिर दर्द' }],
  diagnoses: [
    { text: { hi: 'ऊपरी श्वसन संक्रमण', en: 'Upper respiratory infection' }, code: 'J06.9' },
    { text: { hi: 'उच्च रक्तचाप', en: 'Hypertension' }, code: 'I10', provisional: true },
  ],
  medicines: [
    {
      name: 'Paracetamol',
      strength: '500 mg',
      form: TABLET,
      pattern: '1-0-1',
      amount: 1,
      instruction: {
        hi: '1 गोली सुबह और 1 रात, खाने के बाद, 3 दिन',
        en: '1 tablet in the morning and 1 at night, after food, 3 days',
      },
      quantity: 6,
      unit: TABLET,
    },
    {
      name: 'Cetirizine',
      strength: '10 mg',
      form: TABLET,
      pattern: '0-0-1',
      amount: 0.5,
      instruction: { hi: 'आधी गोली रात को, 5 दिन', en: 'Half a tablet at night, 5 days' },
      quantity: 3,
      unit: TABLET,
    },
  ],
  tests: [
    { name: { hi: 'हीमोग्लोबिन', en: 'Haemoglobin' } },
    { name: { hi: 'मलेरिया', en: 'Malaria RDT' }, urgent: true },
  ],
  advice: ['पानी ज़्यादा पिएँ', 'नमक कम खाएँ'],
  followUp: '2026-11-28',
  doctor: {
    name: { hi: 'डॉ. कृष्ण मुरारी वर्मा', en: 'Dr. K. M. Verma' },
    qualification: 'MBBS',
    registration: 'BMC-48213',
  },
  reprint: 0,
  printedAt: '2026-11-21T05:11:00.000Z',
  printedBy: 'डॉ. वर्मा',
};
