import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { findFacilities } from '../referrals/facility-picks.js';
import { stockWords, type StockWords } from './stock-words.js';

export const SEARCH_KINDS = ['complaint', 'diagnosis', 'drug', 'test'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** One entry to pick: `action` is what its button sends. */
export interface Pick {
  action: string;
  label: string;
  detail: string;
  stock?: StockWords;
}

const MOST = 8;

/** Facilities of the directory as picks; without a text where patients are mostly sent. */
export function facilityPicks(
  facility: Facility,
  text: string,
  language: Language,
  t: Translate,
  most = MOST,
): Pick[] {
  return findFacilities(facility, text, language, t, most).map(({ code, name, detail }) => ({
    action: `facility-pick:${code}`,
    label: name,
    detail,
  }));
}

/** Finds entries of a list by the beginnings of Hindi or English words. */
export function searchLists(
  facility: Facility,
  kind: SearchKind,
  text: string,
  language: Language,
  t: Translate,
): Pick[] {
  const { reference } = facility;
  const found = {
    complaint: () => reference.searchComplaints(text, MOST),
    diagnosis: () => reference.searchDiagnoses(text, MOST),
    drug: () => reference.searchDrugs(text, MOST),
    test: () => reference.searchTests(text, MOST),
  }[kind]();
  const picks = found.flatMap(({ code }) => pickOf(facility, kind, code, language, t) ?? []);
  return kind === 'test' ? [...panelPicks(facility, text, t), ...picks] : picks;
}

/** One entry by its code; null where the list no longer has it. */
export function pickOf(
  facility: Facility,
  kind: SearchKind,
  code: string,
  language: Language,
  t: Translate,
): Pick | null {
  const { reference } = facility;
  const other = language === 'hi' ? 'en' : 'hi';
  const list = {
    complaint: reference.complaints,
    diagnosis: reference.diagnoses,
    drug: reference.drugs,
    test: reference.labTests,
  };
  const entry = list[kind].get(code);
  if (!entry) return null;
  const drug = kind === 'drug' ? reference.drugs.get(code) : undefined;
  return {
    action: `${kind}-add:${code}`,
    label: entry.name[language],
    detail: kind === 'diagnosis' ? `${code} · ${entry.name[other]}` : entry.name[other],
    ...(drug ? { stock: stockWords(facility, drug, language, t) } : {}),
  };
}

/** A panel's button adds all its tests. */
function panelPicks({ reference }: Facility, text: string, t: Translate): Pick[] {
  const panels = new Map<string, number>();
  for (const { panel } of reference.labTests.values()) {
    if (panel !== '') panels.set(panel, (panels.get(panel) ?? 0) + 1);
  }
  const typed = text.toLowerCase();
  return [...panels]
    .filter(([panel, count]) => count > 1 && panel.toLowerCase().startsWith(typed))
    .map(([panel, count]) => ({
      action: `panel-add:${panel}`,
      label: t('doctor.panel', { panel: t(`doctor.panels.${panel}`) }),
      detail: t('doctor.panelTests', { count }),
    }));
}
