import type { Request, ResponseToolkit } from '@hapi/hapi';

/** Pages that stand in for a failed request hold forms too, and some failures come before the plugin's own step. */
export function issueCrumb(request: Request, h: ResponseToolkit): void {
  const held = (request.state as Record<string, unknown> | null)?.['crumb'];
  if (typeof held === 'string') request.plugins.crumb ??= held;
  request.server.plugins.crumb.generate(request, h);
}
