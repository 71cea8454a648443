import type { Request, ServerRoute } from '@hapi/hapi';
import type { FrameFacility } from '../frame-context.js';
import { openToUnpaired } from '../session.js';
import type { Language, Locale } from '../../templates/locale.js';
import type { CaFacts } from './certificate-keeper.js';

export interface TrustedCa {
  certificate: string;
  facts: CaFacts;
}

interface TrustParts {
  facility: Pick<FrameFacility, 'box' | 'profile'>;
  options: { language?: Language };
  locale: Locale;
  assetVersion: string;
}

const DEVICES = ['android', 'windows', 'linux'] as const;

/** How to make a phone or a computer believe the box: served by HTTPS and, for those who cannot yet, by plain HTTP. */
export function trustRoutes(ca: TrustedCa, parts: TrustParts, httpsPort?: () => number): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/trust',
      options: { ...openToUnpaired(), auth: false },
      handler: (request, h) => h.view('trust', trustPage(request, ca, parts, httpsPort?.())),
    },
    {
      method: 'GET',
      path: '/trust/nadi-ca.crt',
      options: { ...openToUnpaired(), auth: false },
      handler: (_request, h) =>
        h
          .response(ca.certificate)
          .type('application/x-x509-ca-cert')
          .header('content-disposition', 'attachment; filename="nadi-ca.crt"'),
    },
  ];
}

/** The language stands in the address: over plain HTTP no cookie is set or read. */
function trustPage(
  request: Request,
  ca: TrustedCa,
  { facility, options, locale, assetVersion }: TrustParts,
  httpsPort: number = Number(request.server.info.port),
) {
  const { language: asked } = request.query as Record<string, unknown>;
  const language: Language = asked === 'en' || asked === 'hi' ? asked : (options.language ?? 'hi');
  const t = locale.in(language);
  const host = `https://${request.info.hostname}:${httpsPort}`;
  return {
    t,
    language,
    asset: (file: string) => `/assets/${assetVersion}/${file}`,
    facilityName: facility.profile().name[language],
    box: facility.box,
    words: ca.facts.words.split(' '),
    fingerprint: ca.facts.fingerprint.match(/.{1,24}/g)?.map((line) => line.replace(/:$/, '')) ?? [],
    devices: DEVICES.map((device) => ({
      title: t(`trust.${device}.title`),
      steps: steps(locale, language, device, { host }),
    })),
  };
}

function steps(locale: Locale, language: Language, device: string, params: { host: string }): string[] {
  const t = locale.in(language);
  return [1, 2, 3, 4, 5, 6]
    .map((step) => `trust.${device}.step${step}`)
    .filter((key) => locale.has(language, key))
    .map((key) => t(key, params));
}
