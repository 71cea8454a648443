import type { Lifecycle, Request, ResponseToolkit } from '@hapi/hapi';

/** Pages take everything from this server and hold no inline script or style. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** No page of ours uses any of these; the waiting room's chime needs autoplay. */
const PERMISSIONS_POLICY = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

declare module '@hapi/hapi' {
  interface RequestApplicationState {
    /** short number that a person can read out; also in the log */
    id?: string;
  }
}

/** Names of headers that every answer carries; pages are also kept out of every cache. */
export function addSecurityHeaders(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  const { response } = request;
  const set = (name: string, value: string): void => {
    if ('isBoom' in response) response.output.headers[name] = value;
    else response.header(name, value);
  };
  set('x-content-type-options', 'nosniff');
  set('x-frame-options', 'DENY');
  // A stricter value would make browsers send `Origin: null` with our own forms.
  set('referrer-policy', 'same-origin');
  set('permissions-policy', PERMISSIONS_POLICY);
  // Browsers heed it over TLS only, and complain of it elsewhere.
  if (request.server.info.protocol === 'https') set('cross-origin-opener-policy', 'same-origin');
  if (request.app.id) set('x-request-id', request.app.id);
  if (request.path.startsWith('/assets/')) return h.continue;
  set('cache-control', 'no-store');
  const type = 'isBoom' in response ? undefined : (response.headers['content-type'] as unknown);
  // Chromium's PDF viewer needs styles of its own.
  if (typeof type !== 'string' || type.startsWith('text/html'))
    set('content-security-policy', CONTENT_SECURITY_POLICY);
  return h.continue;
}
