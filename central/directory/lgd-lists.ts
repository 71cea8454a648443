import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import { readCsv } from '../../records/read-csv.js';

/** The Local Government Directory as far as it was given: areas by their code. */
export interface LgdLists {
  states: Map<string, string>;
  districts: Map<string, { name: string; state: string }>;
  blocks: Map<string, { name: string; district: string }>;
  statesWithBlocks: Set<string>;
}

/**
 * Reads all CSV files of a folder that have the columns `state_lgd` and `district_lgd`; with `block_lgd` (or
 * `subdistrict_lgd`) a file lists blocks, else districts. Names stand in `state`, `district`, `block` (`subdistrict`).
 * Throws `bad-input`.
 */
export async function readLgdLists(folder: string): Promise<LgdLists> {
  const lists: LgdLists = {
    states: new Map(),
    districts: new Map(),
    blocks: new Map(),
    statesWithBlocks: new Set(),
  };
  let files: string[];
  try {
    files = (await readdir(folder)).filter((name) => /\.csv$/i.test(name));
  } catch (cause) {
    throw new FacilityError('bad-input', `${folder} cannot be read.`, {
      fields: [{ field: 'lgd', code: 'notReadable' }],
      cause,
    });
  }
  for (const file of files) take(lists, await readFile(join(folder, file), 'utf8'));
  if (lists.districts.size > 0) return lists;
  throw new FacilityError('bad-input', `${folder} holds no list of districts.`, {
    fields: [{ field: 'lgd', code: 'notValid' }],
    hint: 'hints.lgdColumns',
  });
}

function take(lists: LgdLists, text: string): void {
  const [head, ...rows] = readCsv(text).rows;
  const names = head?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const at = (...wanted: string[]): number => names.findIndex((name) => wanted.includes(name));
  const [state, district, block] = [at('state_lgd'), at('district_lgd'), at('block_lgd', 'subdistrict_lgd')];
  if (state < 0 || district < 0) return;
  for (const { cells } of rows) {
    const cell = (index: number): string => (cells[index] ?? '').trim();
    if (block >= 0) {
      lists.blocks.set(cell(block), { name: cell(at('block', 'subdistrict')), district: cell(district) });
      lists.statesWithBlocks.add(cell(state));
    } else {
      lists.states.set(cell(state), cell(at('state')));
      lists.districts.set(cell(district), { name: cell(at('district')), state: cell(state) });
    }
  }
}
