import type { ServerRoute } from '@hapi/hapi';
import type { SealKey } from '../../records/seal.js';
import type { Locale } from '../../templates/locale.js';
import { answerJob } from '../admin/answer-job.js';
import type { Facility } from '../facility.js';
import type { ComplianceParts } from '../compliance/gather-facts.js';
import { makeCompliance } from '../compliance/make-compliance.js';
import { readAuditQuery, readComplianceOrder, readExportOrder, readTrust } from './audit-input.js';
import { auditTrail } from './audit-trail.js';
import { exportAudit } from './export-audit.js';
import { verifyBox } from './verify-box.js';

export interface AuditRouteOptions {
  facility: Facility;
  key: SealKey;
  locale: Locale;
  /** the data folder */
  folder: string;
  backups: ComplianceParts['backups'];
  onError: (error: unknown) => void;
}

/** The admin socket's part of `nadi audit`; each answers as a job. */
export function auditRoutes(options: AuditRouteOptions): ServerRoute[] {
  const { facility, key, locale, onError } = options;
  return [
    {
      method: 'POST',
      path: '/audit/compliance',
      handler(request, h) {
        const { language, ...asked } = readComplianceOrder(request.payload);
        const parts = { ...options, trusted: [key.public] };
        const reader = { language, say: locale.in(language) };
        return answerJob(request, h, makeCompliance(parts, asked, reader), onError);
      },
    },
    {
      method: 'POST',
      path: '/audit/verify',
      handler(request, h) {
        const { trusted = [key.public] } = readTrust(request.payload);
        return answerJob(request, h, verifyBox(facility, trusted), onError);
      },
    },
    {
      method: 'POST',
      path: '/audit/show',
      handler: (request, h) =>
        answerJob(request, h, auditTrail(facility, readAuditQuery(request.payload)), onError),
    },
    {
      method: 'POST',
      path: '/audit/export',
      handler(request, h) {
        const { language, ...order } = readExportOrder(request.payload);
        const parts = { facility, key, say: locale.in(language) };
        return answerJob(request, h, exportAudit(parts, order), onError);
      },
    },
  ];
}
