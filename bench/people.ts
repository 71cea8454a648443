import { addDays } from '../records/day.js';
import { patientId, visitId } from '../records/ids.js';
import type { PatientRecord, Relative } from '../records/people.js';
import type { VisitRecord } from '../records/care.js';

/** Common names of Bihar and eastern Uttar Pradesh as they are written, roughly by frequency. */
const WOMEN =
  'सुनीता:Sunita/Suneeta अनीता:Anita गीता:Geeta/Gita रीता:Rita मीना:Meena/Mina सीता:Sita/Seeta आशा:Asha उषा:Usha ' +
  'पूजा:Pooja/Puja रेखा:Rekha सरिता:Sarita कविता:Kavita बबीता:Babita ममता:Mamta/Mamata संगीता:Sangita/Sangeeta ' +
  'किरण:Kiran लक्ष्मी:Lakshmi/Laxmi पार्वती:Parvati/Parwati सावित्री:Savitri शांति:Shanti मालती:Malti उर्मिला:Urmila ' +
  'प्रमिला:Pramila निर्मला:Nirmala कमला:Kamla/Kamala विमला:Vimla/Bimla शकुंतला:Shakuntala/Sakuntla मुन्नी:Munni ' +
  'पिंकी:Pinki/Pinky रिंकी:Rinki गुड़िया:Gudiya गुड्डी:Guddi सोनी:Soni ज्योति:Jyoti नीतू:Neetu/Nitu रूबी:Ruby/Rubi ' +
  'खुशबू:Khushboo/Khusbu अंजलि:Anjali प्रियंका:Priyanka नेहा:Neha काजल:Kajal राधा:Radha मंजू:Manju अंजू:Anju संजू:Sanju ' +
  'फ़ातिमा:Fatima शबनम:Shabnam नसीमा:Naseema/Nasima ज़रीना:Zarina/Jarina रुखसाना:Rukhsana सायरा:Saira ' +
  'द्रौपदी:Draupadi फूलमती:Phoolmati/Fulmati चमेली:Chameli लालती:Lalti सुशीला:Sushila/Susheela';
const MEN =
  'राजेश:Rajesh रमेश:Ramesh सुरेश:Suresh मुकेश:Mukesh दिनेश:Dinesh महेश:Mahesh राकेश:Rakesh संजय:Sanjay/Sanjai ' +
  'विजय:Vijay/Bijay अजय:Ajay मनोज:Manoj अनिल:Anil सुनील:Sunil/Suneel अशोक:Ashok विनोद:Vinod/Binod प्रमोद:Pramod ' +
  'राजेन्द्र:Rajendra/Rajender सुरेन्द्र:Surendra/Surender उपेन्द्र:Upendra जितेन्द्र:Jitendra धर्मेन्द्र:Dharmendra ' +
  'राम:Ram रामेश्वर:Rameshwar रामकुमार:Ramkumar रामप्रवेश:Rampravesh शिव:Shiv शंकर:Shankar गणेश:Ganesh लखन:Lakhan ' +
  'छोटेलाल:Chhotelal/Chotelal बाबूलाल:Babulal मोहन:Mohan सोहन:Sohan किशन:Kishan कृष्ण:Krishna विकास:Vikas/Bikash ' +
  'आकाश:Akash अमित:Amit सुमित:Sumit रोहित:Rohit राहुल:Rahul रवि:Ravi/Rabi दीपक:Deepak/Dipak पंकज:Pankaj गुड्डू:Guddu ' +
  'पप्पू:Pappu सलीम:Salim/Saleem इमरान:Imran अख्तर:Akhtar नसीम:Naseem/Nasim असलम:Aslam इरफान:Irfan ' +
  'बिरजू:Birju जगदीश:Jagdish हरिओम:Hariom नंदकिशोर:Nandkishor देवेन्द्र:Devendra';
const LAST_WOMEN = 'देवी:Devi देवी:Devi देवी:Devi देवी:Devi कुमारी:Kumari कुमारी:Kumari खातून:Khatoon/Khatun : :';
const LAST_MEN =
  'कुमार:Kumar कुमार:Kumar कुमार:Kumar यादव:Yadav सिंह:Singh/Sinh प्रसाद:Prasad साह:Sah राम:Ram पासवान:Paswan ' +
  'महतो:Mahto मांझी:Manjhi ठाकुर:Thakur मिश्रा:Mishra पाण्डेय:Pandey शर्मा:Sharma अंसारी:Ansari चौधरी:Chaudhary : :';
const VILLAGE_STARTS = 'राम:Ram हरि:Hari शिव:Shiv गोपाल:Gopal सुल्तान:Sultan महम्मद:Mahammad बेल:Bel पीपर:Pipar';
const VILLAGE_ENDS = 'पुर:pur गंज:ganj नगर:nagar टोला:tola चक:chak बाद:bad डीह:dih पट्टी:patti';

export type Spelling = [hindi: string, latin: string[]];
const spellings = (text: string): Spelling[] =>
  text.split(/\s+/).map((pair) => {
    const [hindi = '', latin = ''] = pair.split(':');
    return [hindi, latin.split('/')];
  });

const NAMES = { female: spellings(WOMEN), male: spellings(MEN) };
const LAST = { female: spellings(LAST_WOMEN), male: spellings(LAST_MEN) };
const VILLAGES = spellings(VILLAGE_STARTS).flatMap(([start, [latin = '']]) =>
  spellings(VILLAGE_ENDS).map(([end, [tail = '']]): Spelling => [start + end, [latin + tail]]),
);

/** Every word that the names and villages here are made of: how it is written in Hindi, and how in Latin letters. */
export const NAME_WORDS: Spelling[] = [
  ...NAMES.female,
  ...NAMES.male,
  ...LAST.female,
  ...LAST.male,
  ...VILLAGES,
];

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface PeopleOptions {
  count: number;
  box?: string;
  seed?: number;
  /** how many visits each has on average; 3 where not said */
  visits?: number;
  /** the last day of the visits */
  until?: string;
}

/**
 * Patients of a health centre in families of one to six behind one mobile number, in Hindi (three in five) or Latin
 * letters, and their visits of the last three years. In the order of a ledger, except that each patient's visits
 * follow at once. The same options give the same people.
 */
export function* people(options: PeopleOptions): Generator<PatientRecord | VisitRecord> {
  const { count, box = 'BR1042', seed = 1, visits = 3, until = '20261121' } = options;
  const random = seededRandom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  // Few names are very common and many rare: the square of a random number leans to the front of a list.
  const pick = (list: Spelling[]): Spelling => list[Math.floor(random() ** 2 * list.length)]!;
  const write = (hindi: boolean, [inHindi, inLatin]: Spelling): string =>
    hindi ? inHindi : inLatin[whole(inLatin.length)]!;

  const tokens = new Map<string, number>();
  let n = 0;
  let family = { left: 0, mobile: '', village: VILLAGES[0]!, head: NAMES.male[0]!, last: LAST.male[0]! };
  for (let serial = 1; serial <= count; serial++) {
    if (family.left === 0) {
      family = {
        left: 1 + whole(6),
        mobile: random() < 0.9 ? `${6 + whole(4)}${String(whole(1e9)).padStart(9, '0')}` : '',
        village: pick(VILLAGES),
        head: pick(NAMES.male),
        last: LAST.male[whole(LAST.male.length)]!,
      };
    }
    family.left--;
    const sex = random() < 0.58 ? 'female' : 'male';
    const hindi = random() < 0.6;
    const last =
      sex === 'female' || family.last[0] === '' ? LAST[sex][whole(LAST[sex].length)]! : family.last;
    // Every twentieth bears a name of two first names, which makes the rare ones.
    const first = [pick(NAMES[sex]), ...(random() < 0.05 ? [pick(NAMES[sex])] : [])];
    const name = [...first, last]
      .map((word) => write(hindi, word))
      .join(' ')
      .trim();
    const birthYear = 2026 - Math.floor(random() ** 1.4 * 90);
    const relation: Relative['relation'] = sex === 'female' && birthYear < 2003 ? 'husband' : 'father';
    const id = patientId(box, serial);
    const at = new Date(
      Date.UTC(2023, 11, 1) + Math.floor((serial / count) * 1080) * 86_400_000,
    ).toISOString();
    yield {
      _id: id,
      type: 'patient',
      n: ++n,
      at,
      by: 'sunita',
      v: 1,
      name,
      sex,
      birthDate: String(birthYear),
      birthDateEstimated: true,
      ...(family.mobile !== '' && { mobile: family.mobile }),
      relative: {
        name: [family.head, family.last]
          .map((word) => write(hindi, word))
          .join(' ')
          .trim(),
        relation,
      },
      village: write(hindi, family.village),
      ...(random() < 0.35 && { abha: `91${String(whole(1e12)).padStart(12, '0')}` }),
    };
    const times = whole(visits * 2 + 1);
    for (let visit = 0; visit < times; visit++) {
      const day = addDays(until, -whole(1080));
      const token = (tokens.get(day) ?? 0) + 1;
      tokens.set(day, token);
      yield {
        _id: visitId(box, day, token),
        type: 'visit',
        n: ++n,
        at: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T05:00:00.000Z`,
        by: 'sunita',
        v: 1,
        patient: id,
        kind: visit === 0 ? 'new' : 'returning',
        station: 'vitals',
      };
    }
  }
}
