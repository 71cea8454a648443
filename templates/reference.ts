import { join } from 'node:path';
import type { DoseWords } from '../records/dose-instruction.js';
import type { Drug, DrugCaution, DrugFamily } from '../records/drug.js';
import type { Words } from '../records/envelope.js';
import { FacilityError } from '../records/facility-error.js';
import type { LabTest } from '../records/lab-test.js';
import type { VitalsReference } from '../records/vitals-check.js';
import { readCancelReasons, type CancelReason } from './cancel-reference.js';
import { readDoseWords } from './dose-reference.js';
import { readCautions, readDrugs, readFamilies } from './drug-reference.js';
import { readFacilityDirectoryReference, type FacilityKind } from './facility-directory-reference.js';
import { templatesFolder } from './folder.js';
import { readLabTests } from './lab-reference.js';
import { byCode, readTable } from './reference-table.js';
import { readRestrictedCodes, type RestrictedCodes } from './restricted-reference.js';
import { readVillages, type Village } from './village-reference.js';
import { readVitals } from './vitals-reference.js';
import { watchFiles, type Watched, type WatchOptions } from './watch-files.js';
import { WordSearch } from './word-search.js';

export interface Diagnosis {
  /** ICD-10 */
  code: string;
  name: Words;
  group: string;
  /** programmes and reports that hear of it: `P:Malaria`, `NCD`, `MLC`, `Ni-kshay`, … */
  notify: string[];
  /** for those only who treat the patient */
  sensitive: boolean;
  words: string[];
}

export interface CommonComplaint {
  code: string;
  name: Words;
  words: string[];
}

export interface Advice {
  code: string;
  group: string;
  name: Words;
}

/** The lists that people edit, checked. Maps are by code and keep the files' order. */
export interface Reference {
  drugs: ReadonlyMap<string, Drug>;
  /** by generic */
  cautions: ReadonlyMap<string, DrugCaution>;
  families: ReadonlyMap<string, DrugFamily>;
  diagnoses: ReadonlyMap<string, Diagnosis>;
  labTests: ReadonlyMap<string, LabTest>;
  complaints: ReadonlyMap<string, CommonComplaint>;
  advice: ReadonlyMap<string, Advice>;
  /** patterns, units and words of dose instructions */
  doses: DoseWords;
  dosePatterns: DoseWords['patterns'];
  vitals: VitalsReference;
  /** diagnoses that a law protects */
  restricted: RestrictedCodes[];
  /** of the health centre's area, by `villageKey`; empty where nobody wrote them down */
  villages: ReadonlyMap<string, Village>;
  /** what facilities of the directory are: health centre, district hospital, … */
  facilityKinds: ReadonlyMap<string, FacilityKind>;
  /** why a referral is taken back, by code */
  cancelReasons: ReadonlyMap<string, CancelReason>;
  /** Each finds by words in Hindi or Latin letters, best first; `most` defaults to 20. */
  searchDrugs(text: string, most?: number): Drug[];
  searchDiagnoses(text: string, most?: number): Diagnosis[];
  searchComplaints(text: string, most?: number): CommonComplaint[];
  searchTests(text: string, most?: number): LabTest[];
}

export function referenceFolder(): string {
  return join(templatesFolder(), 'reference');
}

/** Reads and checks all lists. Throws a FacilityError `bad-input` that names file, line and column. */
export function loadReference(folder = referenceFolder()): Reference {
  try {
    return readReference(folder);
  } catch (error) {
    if (error instanceof FacilityError) throw error;
    const missing = error instanceof Error && 'path' in error ? String(error.path) : folder;
    throw new FacilityError('bad-input', `A list cannot be read: ${missing}`, {
      cause: error,
      hint: 'hints.putFileBack',
      params: { file: missing, line: '', column: '', problem: 'cannot be read' },
    });
  }
}

/** The lists of a running server: an edit counts without a restart, a broken one keeps the lists before it. */
export function watchReference(options: WatchOptions & { folder?: string } = {}): Watched<Reference> {
  const { folder = referenceFolder() } = options;
  return watchFiles(folder, () => loadReference(folder), options);
}

function readReference(folder: string): Reference {
  const doses = readDoseWords(folder);
  const drugs = readDrugs(folder, doses.units);
  const families = readFamilies(folder);
  const diagnoses = readDiagnoses(folder);
  const labTests = readLabTests(folder);
  const complaints = readComplaints(folder);

  const named = ({ code, name, words }: { code: string; name: Words; words: string[] }) => ({
    names: [name.en, name.hi],
    words: [code, ...words],
  });
  const drugSearch = new WordSearch([...drugs.values()], ({ name, words, group }) => ({
    names: [name.en, name.hi],
    words: [...words, group],
  }));
  const diagnosisSearch = new WordSearch([...diagnoses.values()], named);
  const complaintSearch = new WordSearch([...complaints.values()], named);
  const testSearch = new WordSearch([...labTests.values()], (test) => ({
    names: [test.name.en, test.name.hi, test.code],
    words: [test.panel, ...test.words],
  }));

  return {
    drugs,
    cautions: readCautions(folder, drugs, families),
    families,
    diagnoses,
    labTests,
    complaints,
    advice: readAdvice(folder),
    doses,
    dosePatterns: doses.patterns,
    vitals: readVitals(folder),
    restricted: readRestrictedCodes(folder),
    villages: readVillages(folder),
    facilityKinds: new Map(readFacilityDirectoryReference(folder).kinds.map((kind) => [kind.code, kind])),
    cancelReasons: readCancelReasons(folder),
    searchDrugs: (text, most) => drugSearch.search(text, most),
    searchDiagnoses: (text, most) => diagnosisSearch.search(text, most),
    searchComplaints: (text, most) => complaintSearch.search(text, most),
    searchTests: (text, most) => testSearch.search(text, most),
  };
}

function readDiagnoses(folder: string): Map<string, Diagnosis> {
  const rows = readTable(join(folder, 'diagnoses.tsv'), [
    'code',
    'english',
    'hindi',
    'group',
    'notify',
    'words',
  ]);
  return byCode(rows, 'code', (row) => ({
    code: row.code('code', /^[A-Z]\d{2}(\.\d{1,2})?$/),
    name: { en: row.text('english'), hi: row.hindi('hindi') },
    group: row.text('group'),
    notify: row.list('notify'),
    sensitive: row.yes('sensitive'),
    words: row.list('words'),
  }));
}

function readComplaints(folder: string): Map<string, CommonComplaint> {
  const rows = readTable(join(folder, 'complaints.tsv'), ['code', 'english', 'hindi', 'words']);
  return byCode(rows, 'code', (row) => ({
    code: row.code('code', /^[a-z0-9-]{1,40}$/),
    name: { en: row.text('english'), hi: row.hindi('hindi') },
    words: row.list('words'),
  }));
}

function readAdvice(folder: string): Map<string, Advice> {
  const rows = readTable(join(folder, 'advice.tsv'), ['code', 'group', 'english', 'hindi']);
  return byCode(rows, 'code', (row) => ({
    code: row.code('code', /^[a-z0-9-]{1,40}$/),
    group: row.text('group'),
    name: { en: row.text('english'), hi: row.hindi('hindi') },
  }));
}
