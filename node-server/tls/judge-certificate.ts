import { X509Certificate } from 'node:crypto';
import type { LanNames } from './local-ca.js';

export interface CertificateState {
  /** milliseconds since the epoch */
  end: number;
  caEnd: number;
  /** it begins only later */
  early: boolean;
  /** names and addresses of this moment that it does not hold */
  lacks: string[];
  /** the CA signed it */
  signed: boolean;
}

/** How a server certificate stands at `now`, for the names by which the box is reached. Throws on what is none. */
export function judgeCertificate(
  served: string,
  ca: string,
  { dns, addresses }: LanNames,
  now: number,
): CertificateState {
  const [certificate, issuer] = [new X509Certificate(served), new X509Certificate(ca)];
  return {
    end: Date.parse(certificate.validTo),
    caEnd: Date.parse(issuer.validTo),
    early: Date.parse(certificate.validFrom) > now,
    lacks: [
      ...dns.filter((name) => certificate.checkHost(name) === undefined),
      ...addresses.filter((address) => certificate.checkIP(address) === undefined),
    ],
    signed: certificate.verify(issuer.publicKey),
  };
}
