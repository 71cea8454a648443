import type { DispenseLine, DispenseRecord, DispenseReturnRecord } from './care.js';
import type { Ratio } from './exact-share.js';
import type { StaffId } from './ids.js';

/** What a patient brought back of one line of a prescription. */
export interface ReturnedMedicine {
  prescription: string;
  line: number;
  /** the drug that was prescribed, of which a substitute stands for */
  prescribed: string;
  drug: string;
  batch: string;
  quantity: number;
  /** of a substitute: see `DispenseLine` */
  ratio?: Ratio;
  at: string;
  by: StaffId;
  reason: string;
}

/** Every return of a visit, by line. A batch that was given for two lines comes back for the first of them first. */
export function returnedMedicine(
  dispenses: readonly DispenseRecord[],
  returns: readonly DispenseReturnRecord[],
): ReturnedMedicine[] {
  const given = new Map(
    dispenses.map(({ _id, prescription, lines }) => [
      _id,
      { prescription, lines: lines.map((line) => ({ ...line })) },
    ]),
  );
  return returns.flatMap(({ dispense, at, by, reason, lines }) => {
    const from = given.get(dispense);
    if (!from) return [];
    return lines.flatMap(({ drug, batch, quantity }) => {
      const own = from.lines.filter((line) => line.drug === drug && line.batch === batch);
      return takeFrom(own, quantity).map(({ line, substitute, taken }): ReturnedMedicine => ({
        ...{ prescription: from.prescription, line, prescribed: substitute?.for ?? drug },
        ...{ drug, batch, quantity: taken, at, by, reason },
        ...(substitute?.ratio && { ratio: substitute.ratio }),
      }));
    });
  });
}

/** Shares what came back among the lines that gave it; more than they gave stays with the last. */
function takeFrom(lines: DispenseLine[], quantity: number): (DispenseLine & { taken: number })[] {
  let open = quantity;
  return lines.flatMap((line, i) => {
    const taken = i === lines.length - 1 ? open : Math.min(open, line.quantity);
    open -= taken;
    line.quantity -= taken;
    return taken > 0 ? [{ ...line, taken }] : [];
  });
}
