import { doseInstruction } from '../../../records/dose-instruction.js';
import type { Language, Translate } from '../../../templates/locale.js';
import { nearFacilities } from '../../../records/near-facilities.js';
import type { PrescriptionWarning } from '../../../records/prescription-warning.js';
import type { Facility } from '../../facility.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { allergyReasons } from '../allergy-reasons.js';
import { substanceWords } from '../allergy-words.js';
import { facilityWords } from '../referrals/facility-picks.js';
import { summaryWords } from '../referrals/summary-words.js';
import { latestSigned, type Chart } from './chart.js';
import { checkDraft, type CheckedDraft } from './check-draft.js';
import { isEmptyDraft, type Draft } from './draft.js';
import { shownSuggestions } from './restricting.js';
import { drugName, genericName, resultText, testName } from './history-words.js';
import type { RecentPractice } from './recent-practice.js';
import {
  facilityPicks,
  pickOf,
  searchLists,
  SEARCH_KINDS,
  type Pick,
  type SearchKind,
} from './search-lists.js';
import { stockWords } from './stock-words.js';

const QUICK = { complaint: 10, diagnosis: 8, drug: 10, test: 8, advice: 10, facility: 5 } as const;

/** Patterns that stand as buttons; the others are in the list beside them. */
const FIRST_PATTERNS = ['1-0-0', '1-0-1', '1-1-1', '1-1-1-1', '0-0-1', 'sos', 'stat'];
const DAY_CHOICES = [1, 3, 5, 7, 10, 15, 30];

/** The form with the draft in it: what was picked, what the searches found, what stands against signing. */
export async function formPart(
  facility: Facility,
  chart: Chart,
  practice: RecentPractice,
  draft: Draft,
  language: Language,
  t: Translate,
) {
  const { reference } = facility;
  const checked = checkDraft(draft, chart, facility);
  const found = Object.fromEntries(
    SEARCH_KINDS.map((kind) => {
      const text = draft.text[FIND_FIELD[kind]];
      return [kind, text === '' ? null : searchLists(facility, kind, text, language, t)];
    }),
  ) as Record<SearchKind, Pick[] | null>;
  const { findFacility } = draft.text;
  return {
    draft,
    checked,
    found: {
      ...found,
      facility: findFacility === '' ? null : facilityPicks(facility, findFacility, language, t),
    },
    quick: {
      ...(await quickPicks(facility, practice, draft, language, t)),
      facility: facilityPicks(facility, '', language, t, QUICK.facility),
    },
    referral: referralPart(facility, draft, checked, language, t),
    complaints: draft.complaint.map(
      ({ code, text }) => reference.complaints.get(code)?.name[language] ?? text,
    ),
    diagnoses: draft.diagnosis.map(({ code, text }) => reference.diagnoses.get(code)?.name[language] ?? text),
    lines: draft.line.map((_row, at) => lineWords(facility, chart, checked, at, language, t)),
    tests: draft.tests.map((code) => ({ code, name: testName(reference, code, language) })),
    repeats: checked.repeats.map((repeat) => ({
      ...repeat,
      name: testName(reference, repeat.test, language),
      text: resultText(reference, repeat.result, language),
    })),
    patterns: [...reference.dosePatterns.values()].map(({ key, short, label }) => ({
      key,
      short: key === '0-0-1' ? t('doctor.night') : short,
      label: label[language],
      first: FIRST_PATTERNS.includes(key),
    })),
    units: [...reference.doses.units].map(([key, words]) => ({ value: key, label: words[language].one })),
    dayChoices: DAY_CHOICES,
    advice: await adviceChoices(facility, practice, draft, language),
    lastLines: chart.lastLines.map((line) => drugName(reference, line, language)),
    allergyReasons: allergyReasons(t),
    seen: String(latestSigned(chart.view)),
    empty: isEmptyDraft(draft),
    restrict: shownSuggestions(facility, chart, draft),
  };
}

/** The receiver that was chosen, and what it will be told. */
function referralPart(
  facility: Facility,
  draft: Draft,
  { content }: CheckedDraft,
  language: Language,
  t: Translate,
) {
  const directory = facilityDirectory(facility);
  const { referralTo: to, referralFacility: ownWords } = draft.text;
  const listed = directory.find(to);
  const own = directory.find(facility.box);
  const { km = null } = (listed && nearFacilities(own, [listed], new Map())[0]) ?? {};
  const { summary } = content.referral ?? {};
  return {
    listed: !directory.isEmpty,
    chosen: listed && facilityWords(facility, { facility: listed, km }, language, t),
    ownWords,
    summary: summary && summaryWords(facility, summary, new Date(facility.now()).toISOString(), language, t),
  };
}

const FIND_FIELD = {
  complaint: 'findComplaint',
  diagnosis: 'findDiagnosis',
  drug: 'findDrug',
  test: 'findTest',
} as const satisfies Record<SearchKind, string>;

function lineWords(
  facility: Facility,
  { history }: Chart,
  { lines, warnings, why }: CheckedDraft,
  at: number,
  language: Language,
  t: Translate,
) {
  const { reference } = facility;
  const line = lines[at];
  const { drug, dose, reckoned, row } = line ?? {
    drug: undefined,
    dose: null,
    reckoned: null,
    row: undefined,
  };
  const units = reference.doses.units;
  const unit = units.get(drug?.unit ?? '')?.[language];
  const follows = row ? row.quantity === '' || row.quantity === row.auto : true;
  const instruction = dose && doseInstruction(dose, reference.doses);
  return {
    name: drug?.name[language] ?? row?.name ?? '',
    other: drug?.name[language === 'hi' ? 'en' : 'hi'] ?? '',
    unknown: row !== undefined && row.drug !== '' && !drug,
    outside: row?.drug === '',
    stock: drug && stockWords(facility, drug, language, t),
    short:
      drug &&
      reckoned !== null &&
      facility.stock.balance(drug.code, facility.today()) < (line?.quantity ?? 0),
    doseUnit: units.get(drug?.doseUnit ?? '')?.[language].one ?? '',
    counted: units.get(drug?.doseUnit ?? '')?.uncounted !== true,
    halves: units.get(drug?.doseUnit ?? '')?.hi.half !== undefined,
    unit: unit?.many ?? '',
    quantity: follows ? (reckoned === null ? '' : String(reckoned)) : (row?.quantity ?? ''),
    auto: reckoned === null ? '' : String(reckoned),
    instruction: instruction?.hi ?? '',
    instructionOther: instruction && language === 'en' ? instruction.en : '',
    printed: instruction?.printed ?? '',
    warnings: warnings
      .filter((warning) => warning.row === at && warning.warning.level !== 'refuse')
      .map(({ warning, tick, asks, accepted, why: reason }) => ({
        tick,
        asks,
        accepted,
        level: warning.level,
        // One substance that was written down twice has one reason, at its first mention.
        why:
          warnings.find((one) => one.why === reason)?.tick === tick && warning.allergy
            ? whyRow(reason, warning.allergy.substance)
            : undefined,
        text: t(`prescription-warnings.${warning.code}`, {
          ...inWords(warning.params),
          unit: unit?.[warning.params['quantity'] === 1 ? 'one' : 'many'] ?? '',
          ...(warning.allergy && { substance: substanceWords(warning.allergy, t) }),
          words: [warning.words?.[language], whereTold(warning)].filter(Boolean).join(' '),
        }),
      })),
  };

  function whyRow(reason: string | null, substance: string) {
    const row = why.asked.find(({ of }) => of === reason);
    return row && { ...row, substance };
  }

  /** Substances stand in the record in English; what is given in a day is reckoned in mg. */
  function inWords(params: PrescriptionWarning['params']): PrescriptionWarning['params'] {
    const grams = Number(params['most']) >= 1000;
    const words = Object.entries(params).map(([name, value]) => {
      if (typeof value === 'string' && (name === 'drug' || name === 'other')) {
        return [name, genericName(reference, value, language)] as const;
      }
      const isSum = params['day'] !== undefined && (name === 'day' || name === 'most');
      if (!isSum) return [name, value] as const;
      const mass = grams
        ? t('doctor.grams', { value: Number(value) / 1000 })
        : t('doctor.milligrams', { value });
      return [name, mass] as const;
    });
    return Object.fromEntries(words);
  }

  /** An allergy that this box knows from another facility's record only. */
  function whereTold({ params: { substance } }: PrescriptionWarning): string {
    const toldAt = history.allergies.find((allergy) => allergy.substance === substance)?.toldAt;
    return toldAt ? t('doctor.allergyToldAt', { facility: toldAt[language] }) : '';
  }
}

async function quickPicks(
  facility: Facility,
  practice: RecentPractice,
  draft: Draft,
  language: Language,
  t: Translate,
): Promise<Record<SearchKind, Pick[]>> {
  const { reference } = facility;
  const complaintCodes = new Map([...reference.complaints.values()].map(({ code, name }) => [name.hi, code]));
  const lists = {
    complaint: [...reference.complaints.keys()],
    diagnosis: [...reference.diagnoses.keys()],
    drug: facility.stock.items(),
    test: [...reference.labTests.keys()],
  };
  const taken = new Set([
    ...draft.complaint.map(({ code }) => `complaint-add:${code}`),
    ...draft.diagnosis.map(({ code }) => `diagnosis-add:${code}`),
    ...draft.line.map(({ drug }) => `drug-add:${drug}`),
    ...draft.tests.map((code) => `test-add:${code}`),
  ]);
  const picks = async (kind: SearchKind): Promise<Pick[]> => {
    const used = await practice.most(kind, QUICK[kind]);
    const codes = kind === 'complaint' ? used.flatMap((text) => complaintCodes.get(text) ?? []) : used;
    // A new facility has no practice yet: its lists' editors put the common ones first.
    const all = [...new Set([...codes, ...lists[kind]])].slice(0, QUICK[kind]);
    return all
      .flatMap((code) => pickOf(facility, kind, code, language, t) ?? [])
      .filter(({ action }) => !taken.has(action));
  };
  const [complaint, diagnosis, drug, test] = await Promise.all(SEARCH_KINDS.map(picks));
  return { complaint: complaint ?? [], diagnosis: diagnosis ?? [], drug: drug ?? [], test: test ?? [] };
}

async function adviceChoices(facility: Facility, practice: RecentPractice, draft: Draft, language: Language) {
  const { reference } = facility;
  const used = new Set(await practice.most('advice', QUICK.advice));
  const all = [...reference.advice.values()].map(({ code, group, name }) => ({
    code,
    group,
    text: name[language],
    chosen: draft.advice.includes(code),
    quick: used.has(name.hi) || (used.size === 0 && group === 'general') || draft.advice.includes(code),
  }));
  return { quick: all.filter(({ quick }) => quick), more: all.filter(({ quick }) => !quick) };
}
