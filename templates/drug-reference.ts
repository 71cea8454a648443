import { join } from 'node:path';
import type { Drug, DrugCaution, DrugFamily } from '../records/drug.js';
import type { UnitWords } from '../records/dose-instruction.js';
import { byCode, readTable, type TableRow } from './reference-table.js';

const TELEMEDICINE = ['', 'O', 'A', 'A-refill', 'B', 'X'] as const;
/** Stands in the ids of stock records, so it has no colon and no space. */
const DRUG_CODE = /^[a-z0-9][a-z0-9.-]{0,79}$/;

export function readDrugs(folder: string, units: ReadonlyMap<string, UnitWords>): Map<string, Drug> {
  const columns = [
    'code',
    'english',
    'hindi',
    'generic',
    'form',
    'unit',
    'dose_unit',
    'per_pack',
    'opened',
    'group',
  ];
  const rows = readTable(join(folder, 'drugs.tsv'), columns);
  const unit = (row: TableRow, column: string) => {
    const name = row.text(column);
    if (!units.has(name)) throw row.wrong(column, `“${name}” is no unit of units.json`);
    return name;
  };
  return byCode(rows, 'code', (row) => {
    const doseUnit = unit(row, 'dose_unit');
    const perPack = row.numberOrNull('per_pack');
    if (perPack !== null && perPack <= 0) throw row.wrong('per_pack', 'must be more than 0');
    if (perPack === null && !units.get(doseUnit)?.uncounted) throw row.wrong('per_pack', 'must not be empty');
    return {
      code: row.code('code', DRUG_CODE),
      name: { en: row.text('english'), hi: row.hindi('hindi') },
      generic: row.text('generic'),
      form: row.text('form'),
      strength: row.optional('strength'),
      pack: row.optional('pack'),
      unit: unit(row, 'unit'),
      doseUnit,
      perPack,
      opened: row.choice('opened', ['keep', 'discard']),
      doseMg: row.numberOrNull('dose_mg'),
      group: row.text('group'),
      telemed: row.choice('telemed', TELEMEDICINE),
      flags: row.list('flags'),
      words: row.list('words'),
      note: row.optional('note'),
    };
  });
}

export function readFamilies(folder: string): Map<string, DrugFamily> {
  const rows = readTable(join(folder, 'drug-families.tsv'), [
    'family',
    'english',
    'hindi',
    'words',
    'duplicate',
  ]);
  return byCode(rows, 'family', (row) => ({
    code: row.text('family'),
    name: { en: row.text('english'), hi: row.hindi('hindi') },
    words: row.list('words'),
    duplicate: row.yes('duplicate'),
  }));
}

export function readCautions(
  folder: string,
  drugs: ReadonlyMap<string, Drug>,
  families: ReadonlyMap<string, DrugFamily>,
): Map<string, DrugCaution> {
  const generics = new Set([...drugs.values()].map((drug) => drug.generic));
  const rows = readTable(join(folder, 'drug-cautions.tsv'), ['generic', 'families', 'cross', 'pregnancy']);
  const familyCodes = (row: TableRow, column: string) =>
    row.list(column).map((code) => {
      if (!families.has(code)) throw row.wrong(column, `“${code}” is no family of drug-families.tsv`);
      return code;
    });
  return byCode(rows, 'generic', (row) => {
    const generic = row.text('generic');
    if (!generics.has(generic))
      throw row.wrong('generic', `no drug of drugs.tsv has the generic “${generic}”`);
    const level = row.choice('pregnancy', ['avoid', 'caution', '']);
    return {
      generic,
      families: familyCodes(row, 'families'),
      cross: familyCodes(row, 'cross'),
      childMgPerKgDose: row.numberOrNull('child_mg_kg_dose'),
      childMgPerKgDay: row.numberOrNull('child_mg_kg_day'),
      childMgPerDay: row.numberOrNull('child_mg_day'),
      adultMgPerDay: row.numberOrNull('adult_mg_day'),
      minAgeMonths: row.numberOrNull('min_age_months'),
      pregnancy:
        level === ''
          ? null
          : { level, words: { en: row.text('pregnancy_english'), hi: row.hindi('pregnancy_hindi') } },
    };
  });
}
