import type { PrescriptionLine, Station } from '../../records/care.js';
import type { PatientId, VisitId } from '../../records/ids.js';
import type { Facility } from '../../node-server/facility.js';
import type { DemoReason } from './demo-data.js';
import { dispenseAll } from './demo-dispense.js';
import { drawDiagnosis, drawPrescription, drawResult, drawVitals } from './draw-care.js';
import { DEMO_CREW, type DemoCrew } from './demo-staff.js';
import type { DayClock } from './day-clock.js';
import type { DemoPerson } from './households.js';
import type { Random } from './random.js';

export interface DemoPatient {
  person: DemoPerson;
  /** once registered */
  id?: PatientId;
}

const SERVICE_MINUTES: Record<Station, [number, number]> = {
  vitals: [1, 3],
  doctor: [2, 5],
  lab: [6, 14],
  pharmacy: [1, 3],
};

/** What a day's people do beside what the demo needs: typed notes, pages that are opened. */
export interface OpdHabits {
  reason?: () => string | undefined;
  vitalsNote?: () => string | undefined;
  consultation?: <C extends Drawn['consultation']>(drawn: C) => C;
  lines?: (lines: PrescriptionLine[]) => PrescriptionLine[];
  /** the records of this patient's slip and consultation are being drafted */
  arrives?: (draft: Drafting, patient: Case) => void;
  consulted?: (draft: Drafting, patient: Case) => void;
  /** how long everybody takes, where a morning has to fit into less; 1 is as usual */
  pace?: number;
  /** the technician has not come to what is ordered after this: milliseconds */
  labUntil?: number;
  /** every test that a reason asks for is ordered, not some of them */
  testsAll?: boolean;
  /** a patient has come to the counter or to a station, or is served there */
  seen?: (step: 'comes' | 'served', station: Station | 'counter', patient: Case) => void;
}

interface Drawn {
  consultation: ReturnType<typeof drawDiagnosis.consultation>;
}

export interface Case {
  visit: VisitId;
  patient: PatientId;
  person: DemoPerson;
  reason: DemoReason;
  /** back from the lab */
  tested: boolean;
  /** critical results that the doctor has not seen yet */
  critical: string[];
}

/** Plays one day's patients through the stations, one at a time in each, as people would write it down. */
export class OpdDay {
  readonly #free: Record<Station, number> = { vitals: 0, doctor: 0, lab: 0, pharmacy: 0 };
  readonly #writes: Promise<unknown>[] = [];

  constructor(
    private readonly facility: Facility,
    private readonly clock: DayClock,
    private readonly random: Random,
    private readonly reasons: DemoReason[],
    private readonly habits: OpdHabits = {},
    private readonly crew: DemoCrew = DEMO_CREW,
  ) {}

  /** A patient comes to the counter at an instant. */
  planArrival(
    patient: DemoPatient,
    at: number,
    month: number,
    isMeant: (reason: DemoReason) => boolean = () => true,
  ): void {
    this.clock.plan(at, () => {
      const { person } = patient;
      const fitting = this.reasons.filter((reason) => fits(reason, person) && isMeant(reason));
      const reason = this.random.weighted(
        fitting,
        ({ months, pregnant }) => (months[month - 1] ?? 1) * (pregnant ? 6 : 1),
      );
      this.#write('counter', undefined, (draft) => {
        const { age: _age, pregnant: _pregnant, ...particulars } = person;
        const known = patient.id;
        const id = known ?? draft.patient(particulars)._id;
        patient.id = id;
        const urgent = this.random.chance(0.008);
        const priority = urgent ? 'emergency' : particulars.category;
        const said = this.habits.reason?.();
        const visit = draft.visit({
          patient: id,
          kind: known ? 'returning' : 'new',
          station: 'vitals',
          ...(priority ? { priority } : {}),
          ...(said ? { reason: said } : {}),
        });
        const begun = { visit: visit._id, patient: id, person, reason, tested: false, critical: [] };
        this.habits.arrives?.(draft, begun);
        this.habits.seen?.('served', 'counter', begun);
        this.#comeTo('vitals', begun);
      });
    });
  }

  /** Something that somebody, or the box itself, writes beside the stations' work. */
  write(by: string, build: (draft: Drafting) => void, visits: VisitId[] = []): void {
    this.#keep(this.facility.append({ by, visits }, build));
  }

  /** Resolves when everything that was played is on disk. */
  async written(): Promise<void> {
    await Promise.all(this.#writes.splice(0));
  }

  #comeTo(station: Station, patient: Case): void {
    const [least, most] = SERVICE_MINUTES[station];
    const { pace = 1, labUntil = Infinity } = this.habits;
    const walk = this.random.between(20, 90) * 1_000 * pace;
    const start = Math.max(this.clock.now() + walk, this.#free[station]);
    const end = start + this.random.between(least * 60, most * 60) * 1_000 * pace;
    this.habits.seen?.('comes', station, patient);
    if (station === 'lab' && end > labUntil) return;
    this.#free[station] = end + 15_000 * pace;
    this.clock.plan(start, () => {
      this.#move(station, patient, { action: 'call' });
    });
    this.clock.plan(end, () => {
      this.#serve(station, patient);
    });
  }

  #serve(station: Station, patient: Case): void {
    this.habits.seen?.('served', station, patient);
    if (station === 'vitals') this.#takeVitals(patient);
    else if (station === 'doctor') this.#consult(patient);
    else if (station === 'lab') this.#test(patient);
    else this.#dispense(patient);
  }

  #takeVitals({ ...patient }: Case): void {
    const { visit, person, reason } = patient;
    this.#write('vitals', visit, (draft) => {
      const note = this.habits.vitalsNote?.();
      draft.part(visit, 'vitals', {
        patient: patient.patient,
        ...drawVitals(person, reason, this.random),
        ...(note ? { note } : {}),
      });
      this.#handOn(draft, 'vitals', 'doctor', patient);
    });
  }

  #consult(patient: Case): void {
    const { visit, person, reason } = patient;
    this.#write('doctor', visit, (draft) => {
      if (patient.tested) {
        for (const result of patient.critical)
          draft.part(visit, 'lab-ack', { patient: patient.patient, result });
        this.#handOn(draft, 'doctor', 'pharmacy', patient);
        return;
      }
      const { reference } = this.facility;
      const at = { patient: patient.patient };
      const { consultation: typed = same, lines: noted = same } = this.habits;
      draft.part(visit, 'consultation', {
        ...at,
        ...typed(drawDiagnosis.consultation(reason, reference, draft.day, this.random)),
      });
      draft.part(visit, 'diagnosis', { ...at, ...drawDiagnosis.diagnosis(reason, reference) });
      draft.part(visit, 'prescription', {
        ...at,
        lines: noted(drawPrescription(person, reason, reference)),
      });
      const tests = reason.tests ?? [];
      const all = this.habits.testsAll === true || reason.pregnant === true;
      const order = tests.length > 0 && (all || this.random.chance(0.4));
      if (order) draft.part(visit, 'lab-order', { ...at, tests });
      this.habits.consulted?.(draft, patient);
      this.#handOn(draft, 'doctor', order ? 'lab' : 'pharmacy', patient);
    });
  }

  #test(patient: Case): void {
    const { visit, person, reason } = patient;
    this.#write('lab', visit, (draft) => {
      const results = (reason.tests ?? []).map((code) => {
        const result = drawResult(code, person, this.facility.reference, this.random);
        const order = `${visit}:lab-order:1`;
        return draft.part(visit, 'lab-result', { patient: patient.patient, order, ...result });
      });
      const critical = results.filter(({ flag }) => flag === 'critical').map(({ _id }) => _id);
      this.#handOn(draft, 'lab', 'doctor', { ...patient, tested: true, critical });
    });
  }

  #dispense(patient: Case): void {
    const { visit, person, reason } = patient;
    this.#write('pharmacy', visit, (draft) => {
      const lines = drawPrescription(person, reason, this.facility.reference);
      dispenseAll(draft, this.facility.stock, visit, patient.patient, lines);
      draft.part(visit, 'move', { patient: patient.patient, action: 'finish', station: 'pharmacy' });
    });
  }

  #handOn(draft: Drafting, station: Station, to: Station, patient: Case): void {
    draft.part(patient.visit, 'move', { patient: patient.patient, action: 'transfer', station, to });
    this.#comeTo(to, patient);
  }

  #move(station: Station, { visit, patient }: Case, move: { action: 'call' }): void {
    this.#write(station, visit, (draft) => {
      draft.part(visit, 'move', { patient, station, ...move });
    });
  }

  /** Not awaited: the ledger takes them in this order and writes many at a time. */
  #write(station: keyof DemoCrew, visit: VisitId | undefined, build: (draft: Drafting) => void): void {
    this.#keep(this.facility.append({ by: this.crew[station], visits: visit ? [visit] : [] }, build));
  }

  #keep(written: Promise<unknown>): void {
    written.catch(() => undefined);
    this.#writes.push(written);
  }
}

export type Drafting = Parameters<Parameters<Facility['append']>[1]>[0];

function fits({ adult = 0, pregnant = false }: DemoReason, person: DemoPerson): boolean {
  return person.age >= adult && (!pregnant || person.pregnant);
}

function same<T>(value: T): T {
  return value;
}
