import type { Server } from '@hapi/hapi';

/** Tolerates trailing slashes, and puts what hapi itself refuses (a bad path, say) into CouchDB's form. */
export function strayRequests(server: Server): void {
  const { prefix = '' } = server.realm.modifiers.route;
  const isOurs = (path: string): boolean => prefix === '' || path === prefix || path.startsWith(`${prefix}/`);

  server.ext('onRequest', (request, h) => {
    const [path = '', search] = (request.raw.req.url ?? '').split('?');
    const stripped = path.replace(/\/+$/, '') || '/';
    if (path !== stripped && isOurs(stripped))
      request.setUrl(search === undefined ? stripped : `${stripped}?${search}`);
    return h.continue;
  });

  server.ext('onPreResponse', (request, h) => {
    const { response } = request;
    if (!(response instanceof Error) || !isOurs(request.path ?? '/')) return h.continue;
    const { statusCode, payload } = response.output;
    const error = payload.error.toLowerCase().replaceAll(' ', '_');
    return h.response({ error, reason: payload.message }).code(statusCode);
  });
}
