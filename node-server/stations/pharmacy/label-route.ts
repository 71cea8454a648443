import type { ServerRoute } from '@hapi/hapi';
import { doseInstruction } from '../../../records/dose-instruction.js';
import type { Words } from '../../../records/envelope.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import type { Language, Translate } from '../../../templates/locale.js';
import { closedPage } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { closedTo } from '../closed-to.js';
import { loadPerson } from '../load-person.js';
import { returnedWords } from '../returned-words.js';
import { personLine } from '../person-line.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { linesInForce } from './dispense-line.js';
import { doseTimes, type DoseTime } from './dose-times.js';
import { substituteDose } from './substitute-need.js';

interface Label {
  name: Words;
  quantity: number;
  unit: Words;
  /** null: as the doctor told */
  instruction: Words | null;
  times: DoseTime[] | null;
  note: string;
  /** in place of this one */
  instead: Words | null;
  outside: boolean;
  /** still to be fetched */
  rest: number;
  /** what came back, when and why */
  returned: string[];
}

/** `GET /pharmacy/{visit}/label`: what the patient takes home on paper, Hindi first whatever the page's language. */
export function labelRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/pharmacy/{visit}/label',
    options: looks('print'),
    handler: async (request, h) => {
      const t = translator(request);
      const visit = visitFromPath(request, facility.box);
      const view = foldVisit(await facility.loadVisit(visit));
      if (closedTo('pharmacy', facility, request, view))
        return closedPage(facility, request, h, view.patient, visit);
      look(request, view.patient, visit);
      const patient = await loadPerson(facility, view.patient);
      return h.view('pharmacy/label', {
        title: t('pharmacy.labelTitle', { token: view.token }),
        key: visitPath(visit),
        token: view.token,
        visitDay: view.day,
        person: personLine({ ...patient.demographics, id: view.patient }, t, facility.today()),
        facilityHindi: facility.profile().name.hi,
        labels: labelsOf(facility, view, languageOf(request), t),
        followUp: view.consultation?.followUp ?? '',
        scripts: ['print.js'],
      });
    },
  };
}

function labelsOf(facility: Facility, view: VisitView, language: Language, t: Translate): Label[] {
  const { drugs, doses } = facility.reference;
  return linesInForce(view).flatMap(({ view: { line, open, given: dispensed, returned } }): Label[] => {
    const prescribed = drugs.get(line.drug ?? '');
    const name = prescribed?.name ?? { hi: line.name, en: line.name };
    const note = line.note ?? '';
    const told = doseInstruction(line.dose, doses);
    const whole = { instruction: told, times: doseTimes(line.dose, doses), note };
    if (line.drug === undefined) {
      return [
        {
          ...{ ...whole, name, quantity: 0, unit: { hi: '', en: '' } },
          ...{ instead: null, outside: true, rest: 0, returned: [] },
        },
      ];
    }
    const given = new Map<string, number>();
    for (const one of dispensed) given.set(one.drug, (given.get(one.drug) ?? 0) + one.quantity);
    return [...given].map(([code, units]) => {
      const back = returned.filter((one) => one.drug === code);
      const drug = drugs.get(code);
      const words = doses.units.get(drug?.unit ?? '');
      const quantity = units - back.reduce((sum, one) => sum + one.quantity, 0);
      const form = quantity === 1 ? 'one' : 'many';
      const label = {
        name: drug?.name ?? { hi: code, en: code },
        quantity,
        unit: { hi: words?.hi[form] ?? '', en: words?.en[form] ?? '' },
        outside: false,
        rest: open,
        returned: returnedWords(back, facility.reference, language, t),
      };
      if (code === line.drug || !drug || !prescribed) return { ...whole, ...label, instead: null };
      const dose = substituteDose(line.dose, prescribed, drug);
      return {
        ...label,
        note,
        instruction: dose && doseInstruction(dose, doses),
        times: dose && doseTimes(dose, doses),
        instead: name,
      };
    });
  });
}
