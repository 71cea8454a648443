import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import { parseVisitId, type VisitId } from '../../../records/ids.js';
import type { Facility } from '../../facility.js';
import { readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { languageOf } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { stationName } from '../station-room.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { changeDraft } from './change-draft.js';
import { loadChart, latestSigned, type Chart } from './chart.js';
import { checkDraft } from './check-draft.js';
import { consultPage, CONSULT_PAGE } from './consult-page.js';
import type { DoctorsMemory } from './doctors-memory.js';
import { draftSchema, readDraft, type Draft } from './draft.js';
import { acceptedCategories, CATEGORIES, liftRestriction, restrict } from './restricting.js';
import { finishVisit, sign } from './sign.js';
import { acknowledge, addAllergy, refuteAllergy } from './small-records.js';
import { wrongNumbers } from './wrong-numbers.js';

/** One press of a button of the form. */
export class Consulting {
  readonly #visit: VisitId;
  readonly #by: string;

  constructor(
    private readonly facility: Facility,
    private readonly memory: DoctorsMemory,
    private readonly request: Request,
    private readonly h: ResponseToolkit,
  ) {
    this.#visit = visitFromPath(request, facility.box);
    this.#by = staffOf(request).id;
  }

  async answer(): Promise<ResponseObject> {
    const chart = await loadChart(this.facility, this.#visit);
    const { form, ok } = readForm<{ action?: string }>(this.request, draftSchema());
    const { action: pressed = '', ...values } = form.values;
    const draft = readDraft(values);
    const action = typeof pressed === 'string' ? pressed : '';
    if (!ok) return this.#show(chart, draft, form, []);
    const [verb = ''] = action.split(':');
    if (verb === 'sign') return this.#sign(await this.#seeResults(chart, form), draft, form);
    if (verb === 'finish') return this.#finish(await this.#seeResults(chart, form), draft, form);
    if (verb.startsWith('restrict-')) return this.#restrict(chart, draft, form, action);
    const kept = await this.#keepSmall(chart, draft, form, action);
    if (kept) return kept;
    const changed = changeDraft(draft, action, {
      reference: this.facility.reference,
      today: this.facility.today(),
      lastLines: chart.lastLines,
      problems: chart.history.problems,
    });
    return this.#show(chart, changed, form, []);
  }

  async #show(chart: Chart, draft: Draft, form: FormView, errors: FieldError[]): Promise<ResponseObject> {
    const page = await consultPage(this.facility, this.request, chart, this.memory, draft);
    const unsaid = wrongNumbers(draft, page.consult?.checked.errors ?? []).filter(
      ({ field }) => !errors.some((error) => error.field === field),
    );
    // Rows are shown as the draft has them: by their names in what was sent, another row's words may stand there.
    return showForm(this.h, CONSULT_PAGE, { ...form, values: draft.text }, page, [...errors, ...unsaid]);
  }

  /** Allergies and acknowledgements are true whether or not anything is ever signed: written at once. */
  async #keepSmall(
    chart: Chart,
    draft: Draft,
    form: FormView,
    action: string,
  ): Promise<ResponseObject | null> {
    const at = action.indexOf(':');
    const verb = at < 0 ? action : action.slice(0, at);
    const what = at < 0 ? '' : action.slice(at + 1);
    const { patient } = chart.view;
    const once = (job: () => Promise<unknown>) =>
      saveOnce(this.request, { ...form, once: `${form.once} ${action} ${draft.text.allergySubstance}` }, job);
    if (verb === 'acknowledge') await once(() => acknowledge(this.facility, this.#by, what));
    else if (verb === 'allergy-refute')
      await once(() => refuteAllergy(this.facility, this.#by, patient, what));
    else if (verb === 'allergy-keep') {
      // What another house told goes with its kept copy: what the doctor finds true is written here.
      const told = chart.history.allergies.find(({ _id }) => _id === what);
      const { substance = '', reaction = '', severity = '' } = told ?? {};
      if (substance === '') return null;
      await once(() => addAllergy(this.facility, this.#by, patient, { substance, reaction, severity }));
    } else if (verb === 'allergy-add') {
      const {
        allergySubstance: substance,
        allergyReaction: reaction,
        allergySeverity: severity,
      } = draft.text;
      if (substance === '')
        return this.#show(chart, draft, form, [{ field: 'allergySubstance', code: 'required' }]);
      await once(() => addAllergy(this.facility, this.#by, patient, { substance, reaction, severity }));
      Object.assign(draft.text, { allergySubstance: '', allergyReaction: '', allergySeverity: '' });
    } else return null;
    return this.#show(await loadChart(this.facility, this.#visit), draft, form, []);
  }

  /** Closes a visit or the record to others, or opens it again: counts at once, like an allergy. */
  async #restrict(chart: Chart, draft: Draft, form: FormView, action: string): Promise<ResponseObject> {
    const { facility, request, h } = this;
    const { patient, id } = chart.view;
    const { restrictCategory, restrictScope, restrictReason: reason } = draft.text;
    const category = CATEGORIES.find((one) => one === restrictCategory);
    const lifted = action.startsWith('restrict-lift:') ? action.slice('restrict-lift:'.length) : null;
    if (lifted === null && !category) {
      return this.#show(chart, draft, form, [{ field: 'restrictCategory', code: 'required' }]);
    }
    const visit = restrictScope === 'record' ? null : id;
    const once = { ...form, once: `${form.once} ${action}` };
    await saveOnce(request, once, async () => {
      if (lifted !== null) await liftRestriction(facility, this.#by, patient, lifted);
      else if (category) await restrict(facility, this.#by, patient, { category, visit, reason });
    });
    Object.assign(draft.text, { restrictCategory: '', restrictScope: '', restrictReason: '' });
    if (form.values['alone'] === 'yes') {
      const words = lifted === null ? 'access.nowRestricted' : 'access.nowLifted';
      return redirectWithNotice(request, h, `/doctor/${visitPath(id)}`, words);
    }
    return this.#show(await loadChart(facility, this.#visit), draft, form, []);
  }

  async #sign(chart: Chart, draft: Draft, form: FormView): Promise<ResponseObject> {
    const { errors: wrong, content } = checkDraft(draft, chart, this.facility);
    const errors = [...wrong, ...unseenResults(chart)];
    if (errors.length > 0) return this.#show(chart, draft, form, errors);
    const signing = {
      by: this.#by,
      visit: this.#visit,
      content,
      seen: Number(draft.text.seen) || 0,
      reason: draft.text.reason,
      amends: draft.text.supersedes !== '',
      allergies: chart.patient.allergies,
      restrict: acceptedCategories(this.facility, chart, draft),
    };
    try {
      const { to } = await saveOnce(this.request, form, () => sign(this.facility, signing));
      return this.#done('doctor.signedTo', to);
    } catch (error) {
      return this.#refused(error, draft, form);
    }
  }

  /** What was ticked as seen is written down at once: it is so, whatever becomes of the rest. */
  async #seeResults(chart: Chart, { values }: FormView): Promise<Chart> {
    const ticked = [values['seenResults'] ?? []].flat();
    const seen = waitingResults(chart).filter((id) => ticked.includes(id));
    for (const result of seen) await acknowledge(this.facility, this.#by, result);
    return seen.length > 0 ? loadChart(this.facility, this.#visit) : chart;
  }

  async #finish(chart: Chart, draft: Draft, form: FormView): Promise<ResponseObject> {
    const unseen = unseenResults(chart);
    if (unseen.length > 0) {
      const page = await consultPage(this.facility, this.request, chart, this.memory, null);
      return showForm(this.h, CONSULT_PAGE, form, page, unseen);
    }
    const once = { ...form, once: `${form.once} finish` };
    try {
      const { to } = await saveOnce(this.request, once, () =>
        finishVisit(this.facility, this.#by, this.#visit),
      );
      return this.#done('doctor.sentTo', to);
    } catch (error) {
      return this.#refused(error, draft, form);
    }
  }

  #done(words: string, to: string | null): ResponseObject {
    const { facility, request, h } = this;
    const station = facility.workflow.stations.find(({ id }) => id === to);
    const where = station ? stationName(facility.workflow, station.id, languageOf(request)) : '';
    const key = to === 'finish' ? `${words}Finished` : where ? words : `${words}Nowhere`;
    const token = parseVisitId(this.#visit)?.token ?? 0;
    return redirectWithNotice(request, h, `/doctor?signed=${visitPath(this.#visit)}`, key, {
      token,
      to: where,
    });
  }

  /** Somebody else was first, or a word is missing: the whole draft comes back, with what stands now above it. */
  async #refused(error: unknown, draft: Draft, form: FormView): Promise<ResponseObject> {
    const outcome = error instanceof FacilityError ? error.params['outcome'] : undefined;
    const wrong = REFUSALS[String(outcome)];
    if (!wrong) throw error;
    const chart = await loadChart(this.facility, this.#visit);
    if (outcome === 'signed-meanwhile') {
      const { view } = chart;
      draft.text.seen = String(latestSigned(view));
      draft.text.supersedes = draft.line.length > 0 ? (view.prescription?.prescription._id ?? '') : '';
    }
    // What came to light asks for its tick and its reason at once.
    const asked = outcome === 'allergy-meanwhile' ? checkDraft(draft, chart, this.facility).errors : [];
    return this.#show(chart, draft, form, [wrong, ...asked]);
  }
}

/** Critical results of the patient that no doctor has acknowledged. */
function waitingResults({ visits }: Chart): string[] {
  return visits.flatMap(({ unacknowledged }) => unacknowledged.map(({ _id }) => _id));
}

/** Nobody is sent on before what is critical was seen: one question, with a tick for each. */
function unseenResults(chart: Chart): FieldError[] {
  const count = waitingResults(chart).length;
  return count === 0 ? [] : [{ field: 'seenResults', code: 'doctor.seeResults', params: { count } }];
}

const REFUSALS: Record<string, FieldError | undefined> = {
  'signed-meanwhile': { field: 'seen', code: 'doctor.signedMeanwhile' },
  'allergy-meanwhile': { field: 'seen', code: 'doctor.allergyMeanwhile' },
  'reason-missing': { field: 'reason', code: 'doctor.reasonMissing' },
  'no-line-left': { field: 'findDrug', code: 'doctor.noLineLeft' },
  closed: { field: 'findComplaint', code: 'doctor.visitClosed' },
  'nothing-new': { field: 'findComplaint', code: 'doctor.nothingNew' },
};
