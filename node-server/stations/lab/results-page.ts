import type { ServerRoute } from '@hapi/hapi';
import type { LabResultRecord } from '../../../records/care.js';
import type { LabTest } from '../../../records/lab-test.js';
import { foldVisit } from '../../../records/visit-fold.js';
import type { Translate } from '../../../templates/locale.js';
import { closedPage } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { staffOf } from '../../session.js';
import { closedTo } from '../closed-to.js';
import { loadPerson } from '../load-person.js';
import { personLine } from '../person-line.js';
import { visitFromPath } from '../visit-path.js';
import { labSheet } from './lab-sheet.js';
import { valueWords } from './shown-result.js';
import { whoseTest } from './whose-test.js';
import { flagLabResult } from '../../../records/lab-flag.js';

/** Sensitive results are for these. */
const TREATING = ['lab', 'doctor'] as const;

/** `GET /lab/{visit}/results`: what was found, to read and to print. */
export function resultsRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/lab/{visit}/results',
    options: looks('view', 'lab', 'doctor', 'incharge'),
    handler: async (request, h) => {
      const language = languageOf(request);
      const t = translator(request);
      const { roles } = staffOf(request);
      const sensitive = TREATING.some((role) => roles.includes(role));
      const view = foldVisit(await facility.loadVisit(visitFromPath(request, facility.box)));
      if (closedTo(roles.includes('lab') ? 'lab' : null, facility, request, view)) {
        return closedPage(facility, request, h, view.patient, view.id);
      }
      look(request, view.patient, view.id);
      const patient = await loadPerson(facility, view.patient);
      const { labTests } = facility.reference;
      const whose = whoseTest(facility, view);
      const critical = view.labOrders
        .flatMap(({ tests }) => tests)
        .flatMap(({ result, acknowledged }) =>
          result?.flag === 'critical' ? [{ result, acknowledged }] : [],
        )
        .filter(({ result }) => sensitive || !labTests.get(result.test)?.sensitive)
        .map(({ result, acknowledged }) => ({
          words: criticalWords(labTests.get(result.test), result, whose, language, t),
          acknowledged,
        }));
      return h.view('lab/results', {
        title: t('lab.resultsTitle'),
        patient: {
          ...personLine({ ...patient.demographics, id: view.patient }, t, facility.today()),
          token: view.token,
        },
        visitDay: view.day,
        orders: labSheet(facility, view, { language, t, sensitive }),
        critical,
        mayEnter: roles.includes('lab'),
        open: view.openTests.length,
        key: String(request.params['visit']),
        printed: facility.now(),
        scripts: ['print.js'],
      });
    },
  };
}

/** `हीमोग्लोबिन 4.2 g/dL: ख़तरनाक रूप से कम` */
function criticalWords(
  test: LabTest | undefined,
  { test: code, value, unit }: LabResultRecord,
  whose: Parameters<typeof flagLabResult>[2],
  language: 'hi' | 'en',
  t: Translate,
): string {
  const side = test && typeof value === 'number' ? flagLabResult(test, value, whose).side : undefined;
  const shown = [valueWords(test, value, language), typeof value === 'number' ? unit : '']
    .filter(Boolean)
    .join(' ');
  return t(`lab.criticalWords.${side ?? 'found'}`, { test: test?.name[language] ?? code, value: shown });
}
