import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import type { Span } from './certificate-span.js';
import { asBytes, der } from './der.js';
import { lanNameConstraints, octetsOf } from './name-constraints.js';

/** A certificate and its private key, both PEM. */
export interface KeyedCertificate {
  certificate: string;
  key: string;
}

/** What a server certificate vouches for. */
export interface LanNames {
  dns: string[];
  /** IPv4 */
  addresses: string[];
}

const ECDSA_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));
const SERVER_AUTH = der.oid('1.3.6.1.5.5.7.3.1');
/** bits of KeyUsage, RFC 5280, section 4.2.1.3 */
const SIGNS_CERTIFICATES = der.bits(Uint8Array.of(0b0000_0110), 1);
const SIGNS_HANDSHAKES = der.bits(Uint8Array.of(0b1000_0000), 7);

/** A CA of this box alone: ECDSA P-256, held to names and addresses of a LAN. */
export function makeLocalCa(name: string, span: Span): KeyedCertificate {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(name);
  const certificate = signed(keys.privateKey, subject, subject, keys.publicKey, span, [
    extension('2.5.29.19', true, der.sequence(der.boolean(true), der.integer(Uint8Array.of(0)))),
    extension('2.5.29.15', true, SIGNS_CERTIFICATES),
    extension('2.5.29.30', true, lanNameConstraints()),
    extension('2.5.29.14', false, der.octets(keyId(keys.publicKey))),
  ]);
  return { certificate, key: pemOf(keys.privateKey) };
}

/** A server certificate with a key of its own, signed by the CA; ends with the CA at the latest. */
export function issueCertificate(ca: KeyedCertificate, names: LanNames, span: Span): KeyedCertificate {
  const issuer = new X509Certificate(ca.certificate);
  const caKey = createPrivateKey(ca.key);
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const notAfter = new Date(Math.min(span.notAfter.getTime(), Date.parse(issuer.validTo)));
  const alternatives = [
    ...names.dns.map((name) => der.implicit(2, asBytes(name))),
    ...names.addresses.map((address) => der.implicit(7, Uint8Array.from(octetsOf(address)))),
  ];
  const certificate = signed(
    caKey,
    nameOf(commonName(issuer)),
    nameOf(names.dns[0] ?? 'localhost'),
    keys.publicKey,
    { ...span, notAfter },
    [
      extension('2.5.29.19', true, der.sequence()),
      extension('2.5.29.15', true, SIGNS_HANDSHAKES),
      extension('2.5.29.37', false, der.sequence(SERVER_AUTH)),
      extension('2.5.29.17', false, der.sequence(...alternatives)),
      extension('2.5.29.35', false, der.sequence(der.implicit(0, keyId(createPublicKey(caKey))))),
      extension('2.5.29.14', false, der.octets(keyId(keys.publicKey))),
    ],
  );
  return { certificate, key: pemOf(keys.privateKey) };
}

/** RFC 5280, section 4.1: the names and times, the key and what it may do, under the issuer's signature. */
function signed(
  issuerKey: KeyObject,
  issuer: Uint8Array,
  subject: Uint8Array,
  key: KeyObject,
  { notBefore, notAfter }: Span,
  extensions: Uint8Array[],
): string {
  const body = der.sequence(
    der.explicit(0, der.integer(Uint8Array.of(2))),
    der.integer(Uint8Array.from([0x40, ...randomBytes(15)])),
    ECDSA_SHA256,
    issuer,
    der.sequence(der.time(notBefore), der.time(notAfter)),
    subject,
    spki(key),
    der.explicit(3, der.sequence(...extensions)),
  );
  const whole = der.sequence(body, ECDSA_SHA256, der.bits(new Uint8Array(sign('sha256', body, issuerKey))));
  const lines =
    Buffer.from(whole)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octets(value));
}

function nameOf(common: string): Uint8Array {
  const part = (oid: string, text: string) => der.set(der.sequence(der.oid(oid), der.text(text)));
  return der.sequence(part('2.5.4.10', 'Nadi'), part('2.5.4.3', common));
}

function commonName({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? '';
}

/** RFC 5280, section 4.2.1.2, method 1: SHA-1 of the public point, the last 65 bytes of a P-256 key. */
function keyId(key: KeyObject): Uint8Array {
  return new Uint8Array(createHash('sha1').update(spki(key).subarray(-65)).digest());
}

/** The public key as certificates hold it. */
function spki(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ type: 'spki', format: 'der' }));
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
