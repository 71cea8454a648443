import { people } from '../people.js';

const LEVELS = ['SC', 'PHC', 'CHC', 'SDH'];

/** Documents as every box gets them: the directory of a state's facilities, with names as people bear them. */
export function sharedDocuments(count: number): object[] {
  const documents: object[] = [];
  for (const person of people({ count, visits: 0, seed: 5 })) {
    if (person.type !== 'patient') continue;
    const serial = documents.length + 1;
    documents.push({
      _id: `facility:BR${String(10_000 + serial)}`,
      type: 'directory',
      name: { hi: `स्वास्थ्य केंद्र ${person.village ?? ''}`, en: `Health Centre ${serial}` },
      level: LEVELS[serial % LEVELS.length],
      village: person.village,
      block: Math.floor(serial / 40) + 1_000,
      district: Math.floor(serial / 600) + 200,
      incharge: person.name,
      mobile: person.mobile,
      at: person.at,
    });
  }
  return documents;
}
