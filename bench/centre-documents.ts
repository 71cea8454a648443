import { createHash } from 'node:crypto';
import { readDemoPeople } from '../cli/demo/demo-data.js';
import { Random } from '../cli/demo/random.js';
import type { BundledDocument } from '../sync/document-bundle.js';
import { typedNote } from './typed-notes.js';

const LEVELS = [
  ['SC', 'उप स्वास्थ्य केंद्र', 'Health Sub Centre'],
  ['PHC', 'प्राथमिक स्वास्थ्य केंद्र', 'Primary Health Centre'],
  ['CHC', 'सामुदायिक स्वास्थ्य केंद्र', 'Community Health Centre'],
  ['DH', 'सदर अस्पताल', 'District Hospital'],
] as const;
const SERVICES = 'opd anc delivery immunisation lab xray ultrasound tb ncd dental eye ambulance blood'.split(
  ' ',
);
const HOURS = ['09:00-17:00', '08:00-14:00', '24x7'];

/** A state's directory as the centre's `shared` holds it: invented facilities, written by CouchDB. */
export function directoryDocuments(count: number, seed = 20): BundledDocument[] {
  const random = new Random(seed);
  const { villages } = readDemoPeople();
  return Array.from({ length: count }, (_, i) => {
    const [level, hi, en] = random.weighted(LEVELS, ([one]) => (one === 'SC' ? 12 : one === 'PHC' ? 4 : 1));
    const [inHindi, inLatin] = random.pick(villages);
    const district = 188 + Math.floor(i / 530);
    const ward = random.chance(0.4) ? ` ${random.between(1, 14)}` : '';
    const id = `facility:BR${String(1000 + i).padStart(4, '0')}`;
    return revised(
      {
        _id: id,
        type: 'facility',
        level,
        name: { hi: `${hi} ${inHindi}${ward}`, en: `${en} ${inLatin}${ward}` },
        lgd: {
          state: 10,
          district,
          block: 1_600 + Math.floor(i / 38),
          village: 220_000 + i * 2 + random.between(0, 1),
        },
        position: {
          latitude: random.around(25.9, 1.1, 5),
          longitude: random.around(85.6, 1.6, 5),
        },
        services: SERVICES.filter(() => random.chance(level === 'SC' ? 0.2 : 0.6)),
        hours: random.pick(HOURS),
        ...(random.chance(0.7) ? { phone: `0${random.between(6_110_000_000, 6_560_000_000)}` } : {}),
      },
      1 + Number(random.chance(0.15)),
      random,
    );
  });
}

/** What waits for a box in its inbox: referrals and answers, with what people typed. */
export function inboxDocuments(count: number, seed = 9): BundledDocument[] {
  const random = new Random(seed);
  const start = Date.parse('2026-11-01T03:30:00Z');
  return Array.from({ length: count }, (_, i) => {
    const from = `BR${random.between(1000, 1060)}`;
    const at = start + i * 2_400_000 + random.between(0, 2_399_999);
    const patient = `patient:BR1042-${String(random.between(1, 9_000)).padStart(6, '0')}-K`;
    return revised(
      {
        _id: `referral:${from}:2026${String(random.between(1001, 1130))}-${String(random.between(1, 140)).padStart(3, '0')}:1`,
        type: 'referral-answer',
        patient,
        from,
        to: 'BR1042',
        at: new Date(at).toISOString(),
        reason: typedNote(random, 'complaint'),
        finding: typedNote(random, 'finding', random.between(1, 4)),
        ...(random.chance(0.6) ? { advice: typedNote(random, 'advice', 2) } : {}),
        urgent: random.chance(0.1),
      },
      1,
      random,
    );
  });
}

/** CouchDB's digests look random. */
function revised(
  document: { _id: string; [key: string]: unknown },
  generation: number,
  random: Random,
): BundledDocument {
  const ids = Array.from({ length: generation }, () =>
    createHash('md5').update(`${document._id} ${random.next()}`).digest('hex'),
  );
  const { _id, ...fields } = document;
  const revisions = generation > 1 ? { _revisions: { start: generation, ids } } : {};
  return { _id, _rev: `${generation}-${ids[0] ?? ''}`, ...revisions, ...fields };
}
