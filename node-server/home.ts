import type { ServerRoute } from '@hapi/hapi';
import { showsNobody } from './access/look.js';
import { frameOf } from './frame-context.js';

/** The stations that one may use, as tiles with today's figures. */
export const homeRoute: ServerRoute = {
  method: 'GET',
  path: '/',
  options: showsNobody('counts only'),
  handler: (request, h) => h.view('home', { counts: frameOf(request).options.counts?.() ?? {} }),
};
