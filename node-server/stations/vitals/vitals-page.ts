import type { Request } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { VisitId } from '../../../records/ids.js';
import { mayBePregnant } from '../../../records/person-doubts.js';
import { lowestScore, SIXTEEN_YEARS_DAYS } from '../../../records/news2.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import { isOpen, presentEntry } from '../../../records/queue-entry.js';
import { ageInDays } from '../../../records/age-in-days.js';
import { sees } from '../../access/closed-page.js';
import { look, lookAtList } from '../../access/look.js';
import type { VitalLimits } from '../../../records/vitals-check.js';
import type { Facility } from '../../facility.js';
import { knownAllergies } from '../../known-allergies.js';
import { languageOf, translator } from '../../language.js';
import { allergyWords } from '../allergy-words.js';
import { closedTo } from '../closed-to.js';
import { loadVisits } from '../load-history.js';
import { patientHeader } from '../patient-header.js';
import { stationName } from '../station-room.js';
import { visitAt, visitPath } from '../visit-path.js';
import { lastReadings, lastWords } from './last-readings.js';
import { previousVitals, showVitals } from './vitals-view.js';

/** The arm is measured in children from half a year to five years (IMNCI). */
const MUAC_DAYS = [150, 5 * 366] as const;
/** A pregnancy that was seen so long ago is over. */
const PREGNANCY_DAYS = 280;
const EARLIER_VISITS = 12;

/** What the nurse's form shows beside its fields. */
export async function vitalsPage(facility: Facility, request: Request, visit: VisitId) {
  const view = foldVisit(await facility.loadVisit(visit));
  const person = facility.patients.get(view.patient);
  if (!person) throw new FacilityError('not-found', 'The visit names a patient who is not known here.');
  look(request, view.patient, visit);
  const t = translator(request);
  const language = languageOf(request);
  const today = facility.today();
  const { vitals: reference } = facility.reference;
  const days = ageInDays(person.birthDate, today);
  const visits = (await loadVisits(facility, view.patient, EARLIER_VISITS)).filter(({ id }) =>
    sees(facility, request, view.patient, id),
  );
  const earlier = previousVitals(visits.filter(({ id }) => id !== visit));
  const last = await lastReadings(facility, view, visits);
  const show = (vitals: Parameters<typeof showVitals>[0]) => showVitals(vitals, person, reference, language);
  const entry = presentEntry(view.entry, today);
  const mayBe = mayBePregnant(person, { today, rules: facility.workflow.people });
  const told = person.category === 'pregnant' || entry?.priority === 'pregnant';
  const reach = facility.now() - PREGNANCY_DAYS * 86_400_000;
  const recent = [...view.vitals, ...earlier].filter(({ at }) => Date.parse(at) > reach);
  return {
    action: `/vitals/${visitPath(visit)}`,
    token: view.token,
    patientId: view.patient,
    /** a restriction closes it, and the nurse has nothing to do here any more */
    restricted: closedTo('vitals', facility, request, view),
    demographics: person,
    patient: patientHeader(view.patient, person, facility, t, {
      token: view.token,
      priority: entry?.priority ?? null,
      allergies: allergyWords(knownAllergies(facility, view.patient), t),
    }),
    reason: view.visit.reason ?? '',
    fields: pressureTogether(
      reference.fields.filter(
        ({ field }) => field !== 'muacMm' || days === null || (days >= MUAC_DAYS[0] && days <= MUAC_DAYS[1]),
      ),
    ),
    consciousness: {
      label: reference.consciousness.label,
      choices: Object.entries(reference.consciousness.choices).filter(
        // New confusion is of the score for adults: nobody can say it of a newborn.
        ([choice]) => choice !== 'confusion' || days === null || days >= SIXTEEN_YEARS_DAYS,
      ),
    },
    // Where the counter says so of an unusual age, the nurse is asked too: it counts by her word.
    askPregnant: mayBe || (told && person.sex !== 'male'),
    knownPregnant: mayBe && (told || recent.some(({ pregnant }) => pregnant === true)),
    seen: view.vitals.length,
    /** what a new reading is held against */
    last,
    lastWords: lastWords(last, reference, t, language),
    todays: view.vitals.map(show).reverse(),
    earlier: earlier.map(show),
    elsewhere:
      entry && isOpen(entry) && entry.station !== 'vitals'
        ? stationName(facility.workflow, entry.station, language)
        : '',
    closed: !entry || !isOpen(entry),
    questions: [] as { field: string }[],
  };
}

/** The two halves of the blood pressure as one block, third in the order, so that no row of two ends between them. */
function pressureTogether(fields: readonly VitalLimits[]): VitalLimits[][] {
  const isPressure = ({ field }: VitalLimits): boolean => field === 'systolic' || field === 'diastolic';
  const blocks = fields.filter((one) => !isPressure(one)).map((one) => [one]);
  return blocks.toSpliced(2, 0, fields.filter(isPressure));
}

/** What the queue page says of the patient who was just saved: danger in words, and the early-warning score. */
export async function afterVitals(facility: Facility, request: Request) {
  const { saved } = request.query as Record<string, unknown>;
  const visit = visitAt(saved, facility.box);
  if (visit === null) return null;
  const view = foldVisit(await facility.loadVisit(visit));
  const { entry } = view;
  const person = facility.patients.get(entry.patient);
  if (!person || !view.latestVitals) return null;
  const language = languageOf(request);
  const shown = showVitals(view.latestVitals, person, facility.reference.vitals, language);
  const alarming =
    (shown.news2.outcome === 'score' && shown.news2.risk !== 'low') ||
    lowestScore(shown.news2) >= facility.reference.vitals.news2.attention;
  if (shown.flags.length === 0 && !alarming) return null;
  lookAtList(request, [entry.patient]);
  return {
    shown,
    grave: alarming || shown.flags.some(({ level }) => level === 'danger'),
    name: person.name,
    token: entry.token,
    visit,
    station: entry.station,
    open: isOpen(entry),
    emergency: entry.priority === 'emergency',
    byScore: byScore(view),
    before: priorityBefore(view),
  };
}

/** The score gave the first place, and nobody has said anything else since. */
function byScore({ moves }: VisitView): boolean {
  const last = moves.findLast(({ action }) => action === 'prioritise');
  return last?.priority === 'emergency' && last.reason?.startsWith('NEWS2 ') === true;
}

/** The place that the patient had before the last word on it, for the way back. */
function priorityBefore({ visit, moves }: VisitView): string {
  const said = moves.filter(({ action }) => action === 'prioritise');
  return said.at(-2)?.priority ?? visit.priority ?? 'none';
}
