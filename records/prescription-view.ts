import type {
  DispenseLine,
  DispenseRecord,
  DispenseReturnRecord,
  PrescriptionLine,
  PrescriptionRecord,
} from './care.js';
import {
  addShares,
  NOTHING,
  share,
  shareOf,
  unitsFor,
  wholeUnits,
  withoutShare,
  type Share,
} from './exact-share.js';
import { returnedMedicine, type ReturnedMedicine } from './returned-medicine.js';

export interface LineView {
  line: PrescriptionLine;
  prescribed: number;
  /** whole units given so far, also what was given for the same drug on a prescription that this one supersedes */
  dispensed: number;
  /** still to be given here, a begun unit counted whole; 0 for a closed line and for a medicine to buy outside */
  open: number;
  /** the same, exactly: what the need of a substitute is reckoned from */
  rest: Share;
  /** why the rest will not be given here */
  closed: string | null;
  /** batch by batch, also on a prescription that this one supersedes */
  given: DispenseLine[];
  /** what came back; it stays counted as given, and is not owed again */
  returned: ReturnedMedicine[];
  /** of the units given, those that did not come back */
  kept: number;
}

export interface PrescriptionView {
  prescription: PrescriptionRecord;
  lines: LineView[];
}

/**
 * The prescriptions in force (those that no other supersedes), in the order given. What was dispensed counts
 * once: for its own line, or for the same drug on the newest prescription that supersedes it.
 */
export function viewPrescriptions(
  prescriptions: PrescriptionRecord[],
  dispenses: DispenseRecord[],
  returns: DispenseReturnRecord[] = [],
): PrescriptionView[] {
  const byId = new Map(prescriptions.map((prescription) => [prescription._id, prescription]));
  const superseded = new Set(prescriptions.map(({ supersedes }) => supersedes));
  const inForce = prescriptions.filter(({ _id }) => !superseded.has(_id));
  const counted = new Set<string>();
  const returned = returnedMedicine(dispenses, returns);

  const views = inForce.toReversed().map((prescription) => {
    const carried = new Map<string, Share>();
    const back = returned.filter((one) => one.prescription === prescription._id);
    const given = dispensedLines(prescription._id, dispenses);
    for (const old of ancestors(prescription, byId)) {
      if (counted.has(old._id)) break;
      counted.add(old._id);
      back.push(...ofNewLines(returned, old, prescription));
      given.push(...onNewLines(dispensedLines(old._id, dispenses), prescription));
      for (const [line, units] of givenByLine(old._id, dispenses)) {
        const drug = old.lines.find((oldLine) => oldLine.line === line)?.drug;
        if (drug) carried.set(drug, addShares(carried.get(drug) ?? NOTHING, units));
      }
    }
    const lines = viewLines(prescription, dispenses, carried);
    return {
      prescription,
      lines: lines.map((view) => ({
        ...withReturns(view, back),
        given: given.filter(({ line }) => line === view.line.line),
      })),
    };
  });
  return views.reverse();
}

type Counted = Omit<LineView, 'given' | 'returned' | 'kept'>;

function withReturns(view: Counted, back: ReturnedMedicine[]): Omit<LineView, 'given'> {
  const returned = back.filter(({ line }) => line === view.line.line);
  const units = returned.reduce(
    (sum, { quantity, ratio }) => addShares(sum, shareOf(quantity, ratio)),
    NOTHING,
  );
  return { ...view, returned, kept: Math.max(0, view.dispensed - wholeUnits(units)) };
}

function viewLines(
  prescription: PrescriptionRecord,
  dispenses: DispenseRecord[],
  carried: Map<string, Share>,
): Counted[] {
  const given = givenByLine(prescription._id, dispenses);
  const closed = new Map(
    dispenses
      .filter((dispense) => dispense.prescription === prescription._id)
      .flatMap((dispense) => dispense.closed ?? [])
      .map(({ line, reason }) => [line, reason]),
  );
  return prescription.lines.map((line) => {
    const own = given.get(line.line) ?? NOTHING;
    const left = (line.drug && carried.get(line.drug)) || NOTHING;
    // with the same drug on two lines, the first takes no more than it needs unless it is the last
    const last = !prescription.lines.some((other) => other.drug === line.drug && other.line > line.line);
    const needed = withoutShare(share(line.quantity), own);
    const remains = last ? NOTHING : withoutShare(left, needed);
    if (line.drug) carried.set(line.drug, remains);
    const dispensed = addShares(own, withoutShare(left, remains));
    const reason = closed.get(line.line) ?? null;
    const rest = reason !== null || !line.drug ? NOTHING : withoutShare(share(line.quantity), dispensed);
    return {
      line,
      prescribed: line.quantity,
      dispensed: wholeUnits(dispensed),
      open: unitsFor(rest),
      rest,
      closed: reason,
    };
  });
}

/** What came back of a superseded prescription, for the lines that took its place: the first one with the drug. */
function ofNewLines(
  returned: ReturnedMedicine[],
  old: PrescriptionRecord,
  { lines }: PrescriptionRecord,
): ReturnedMedicine[] {
  return returned
    .filter((one) => one.prescription === old._id)
    .flatMap((one) => {
      const line = lines.find(({ drug }) => drug === one.prescribed);
      return line ? [{ ...one, line: line.line }] : [];
    });
}

function dispensedLines(prescription: string, dispenses: DispenseRecord[]): DispenseLine[] {
  return dispenses.filter((one) => one.prescription === prescription).flatMap(({ lines }) => lines);
}

/** What was given on a superseded prescription, for the first line with the drug that took its place. */
function onNewLines(given: DispenseLine[], { lines }: PrescriptionRecord): DispenseLine[] {
  return given.flatMap((one) => {
    const line = lines.find(({ drug }) => drug === (one.substitute?.for ?? one.drug));
    return line ? [{ ...one, line: line.line }] : [];
  });
}

/** In units of what was prescribed. */
function givenByLine(prescription: string, dispenses: DispenseRecord[]): Map<number, Share> {
  const given = new Map<number, Share>();
  for (const dispense of dispenses) {
    if (dispense.prescription !== prescription) continue;
    for (const { line, quantity, substitute } of dispense.lines) {
      given.set(line, addShares(given.get(line) ?? NOTHING, shareOf(quantity, substitute?.ratio)));
    }
  }
  return given;
}

/** What a prescription supersedes, and what that superseded, newest first. */
function ancestors(
  prescription: PrescriptionRecord,
  byId: Map<string, PrescriptionRecord>,
): PrescriptionRecord[] {
  const found: PrescriptionRecord[] = [];
  let old = byId.get(prescription.supersedes ?? '');
  while (old && !found.includes(old)) {
    found.push(old);
    old = byId.get(old.supersedes ?? '');
  }
  return found;
}
