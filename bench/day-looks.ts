import type { AccessAction } from '../records/box.js';
import type { PatientId, StaffId, VisitId } from '../records/ids.js';
import type { Facility } from '../node-server/facility.js';
import type { DayClock } from '../cli/demo/day-clock.js';

interface DayLook {
  by: StaffId;
  action: AccessAction;
  route: string;
  patients: PatientId[];
  visit?: VisitId;
}

const GATHER_MS = 1_000;
/** all but the last letter of a paired device's name: one device for each of the crew */
const DEVICE = 'k7m2q9x';

/** Writes looks as LookKeeper does, on a simulated clock: gathered for a second, a list names nobody twice. */
export class DayLooks {
  #waiting: DayLook[] = [];
  readonly #listed = new Set<string>();

  constructor(
    private readonly facility: Facility,
    private readonly clock: DayClock,
    private readonly onWrite: (written: Promise<unknown>) => void,
  ) {}

  add(look: DayLook): void {
    if (this.#waiting.length === 0) {
      this.clock.plan(this.clock.now() + GATHER_MS, () => {
        this.#write(this.#waiting.splice(0));
      });
    }
    this.#waiting.push(look);
  }

  /** A list that stays open. */
  list(look: DayLook): void {
    const patients = look.patients.filter((patient) => {
      const key = `${look.by} ${look.route} ${patient}`;
      return !this.#listed.has(key) && this.#listed.add(key);
    });
    if (patients.length > 0) this.add({ ...look, patients });
  }

  #write(looks: DayLook[]): void {
    for (const by of new Set(looks.map((look) => look.by))) {
      const written = this.facility.append({ by }, (draft) => {
        for (const { by: whose, ...look } of looks) {
          if (whose !== by) continue;
          draft.box('access', { ...look, device: DEVICE + String(2 + (by.length % 8)) });
        }
      });
      this.onWrite(written);
    }
  }
}
