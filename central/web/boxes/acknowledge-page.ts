import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import { acknowledgeAlert, LONGEST_NOTE } from '../../monitor/acknowledge-alert.js';
import { findAlert } from '../../monitor/find-box.js';
import { RouterCouch } from '../../router/router-couch.js';
import { webFrameOf } from '../web-frame.js';
import { alertView } from './alert-view.js';
import { BOX_STYLESHEETS, readBox, tellingOf } from './box-request.js';

/** Asks what is done about an alert; one that has ended meanwhile leads back to its box. */
export async function askAcknowledgement(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { row } = await readBox(request);
  if (!row.alerts.some(({ kind }) => kind === kindOf(request)))
    return h.redirect(`/boxes/${row.box}?said=over`);
  return form(request, h, { values: {}, errors: [] });
}

/** Keeps it under the name of who is logged in. */
export async function takeAcknowledgement(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { row } = await readBox(request);
  const { couch, now, boxes } = webFrameOf(request);
  const { note: typed } = (request.payload ?? {}) as Record<string, unknown>;
  const note = typeof typed === 'string' ? typed : '';
  const kind = kindOf(request);
  // The language switch sends the form here only to see it again.
  if ('again' in request.query) return form(request, h, { values: { note }, errors: [] });
  if (!row.alerts.some((alert) => alert.kind === kind)) return h.redirect(`/boxes/${row.box}?said=over`);
  try {
    const by = request.app.viewer?.name ?? '';
    const at = new Date(now()).toISOString();
    await acknowledgeAlert(new RouterCouch(couch), findAlert(row, kind), { by, at, note });
  } catch (error) {
    if (!(error instanceof FacilityError) || error.code !== 'bad-input') throw error;
    return (await form(request, h, { values: { note }, errors: error.fields })).code(400);
  }
  // The page that follows shows it.
  await boxes.read();
  return h.redirect(`/boxes/${row.box}?said=${kind}`);
}

async function form(
  request: Request,
  h: ResponseToolkit,
  filled: { values: Record<string, string>; errors: FieldError[] },
): Promise<ResponseObject> {
  const { picture, row } = await readBox(request);
  const alert = findAlert(row, kindOf(request));
  return h.view('centre/boxes/acknowledge', {
    form: { ...filled, once: '' },
    alert: alertView(row, alert, tellingOf(request, picture)),
    longest: LONGEST_NOTE,
    stylesheets: BOX_STYLESHEETS,
  });
}

function kindOf(request: Request): string {
  return String(request.params['kind']);
}
