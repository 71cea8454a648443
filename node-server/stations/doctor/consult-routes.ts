import type { ServerRoute } from '@hapi/hapi';
import type { PrescriptionRecord } from '../../../records/care.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm } from '../../forms.js';
import { staffOf } from '../../session.js';
import { PrintCount } from '../print-count.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { rowOfLine } from './change-draft.js';
import { loadChart, latestSigned, type Chart } from './chart.js';
import { consultPage, CONSULT_PAGE } from './consult-page.js';
import { Consulting } from './consulting.js';
import { emptyDraft, type Draft } from './draft.js';
import { chosen, printPrescription } from './print-prescription.js';
import type { DoctorsMemory } from './doctors-memory.js';
import { reasonFor } from './why-allergy.js';

/** One patient's page: `GET` to read, `POST` for every button of the form. Nothing is stored before signing. */
export function consultRoutes(facility: Facility, memory: DoctorsMemory): ServerRoute[] {
  // A second print says that it is a copy.
  const prints = new PrintCount(facility, 'prescription-prints');
  return [
    {
      method: 'GET',
      path: '/doctor/{visit}',
      options: looks('view'),
      handler: async (request, h) => {
        const chart = await loadChart(facility, visitFromPath(request, facility.box));
        const draft = openingDraft(chart, 'amend' in request.query);
        const page = await consultPage(facility, request, chart, memory, draft);
        return h.view(CONSULT_PAGE, { ...page, form: emptyForm() });
      },
    },
    {
      method: 'POST',
      path: '/doctor/{visit}',
      options: { plugins: { nadi: { looks: 'view', pin: ({ action }) => action === 'sign' } } },
      handler: (request, h) => new Consulting(facility, memory, request, h).answer(),
    },
    {
      method: 'GET',
      path: '/doctor/{visit}/prescription.pdf',
      options: looks('print'),
      handler: async (request, h) => {
        const chart = await loadChart(facility, visitFromPath(request, facility.box));
        look(request, chart.view.patient, chart.view.id);
        const { version } = request.query as Record<string, unknown>;
        const which = typeof version === 'string' ? version : undefined;
        const key = chosen(chart, which)?._id ?? chart.view.id;
        const by = staffOf(request);
        const reprint = await prints.add(key, by.id);
        const pdf = await printPrescription(facility, chart, {
          restricted: chart.withheld ? 'left-out' : 'with-consent',
          language: 'both',
          by,
          version: which,
          reprint,
        });
        const file = `prescription-${visitPath(chart.view.id)}.pdf`;
        return h
          .response(pdf)
          .type('application/pdf')
          .header('content-disposition', `inline; filename="${file}"`);
      },
    },
  ];
}

/** What was written when lines were signed in spite of severe allergies. */
function whySigned({ lines, signedOver = [] }: PrescriptionRecord): Draft['why'] {
  return signedOver.flatMap(({ reason: text, ...allergy }) => {
    const line = lines.find((one) => one.line === allergy.line);
    return line && text !== undefined ? [{ of: reasonFor(line, allergy), text }] : [];
  });
}

/** A fresh form; what is in force, to change it; or none, where all is signed and only to be read. */
function openingDraft(chart: Chart, amend: boolean): Draft | null {
  const { view, signed } = chart;
  if (!chart.present) return null;
  if (signed && !amend) return null;
  const draft = emptyDraft();
  draft.text.seen = String(latestSigned(view));
  const inForce = view.prescription?.prescription;
  if (inForce) {
    draft.line = inForce.lines.map(rowOfLine);
    draft.why = whySigned(inForce);
    draft.text.supersedes = inForce._id;
  }
  return draft;
}
