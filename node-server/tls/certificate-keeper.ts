import { createPrivateKey, X509Certificate } from 'node:crypto';
import { caSpan, certificateSpan, likelyTime } from './certificate-span.js';
import { fingerprintWords } from './fingerprint-words.js';
import { judgeCertificate } from './judge-certificate.js';
import { issueCertificate, makeLocalCa, type KeyedCertificate, type LanNames } from './local-ca.js';
import { readKeyed, writeKeyed } from './tls-files.js';

const DAY_MS = 86_400_000;
const RENEW_DAYS = 30;

export interface KeeperOptions {
  folder: string;
  /** stands in the CA's name: `BR1042` */
  box: string;
  /** the names and addresses of this moment */
  names: () => LanNames;
  /** the system's time, milliseconds */
  clock: () => number;
  /** the ledger's time, milliseconds */
  ledger: () => number;
  /** makes another CA: every device has to trust it anew */
  newCa?: boolean;
}

/** What an operator compares with what a phone shows. */
export interface CaFacts {
  /** SHA-256, `AB:CD:…` */
  fingerprint: string;
  words: string;
  /** UTC, ISO 8601 */
  until: string;
}

/** The box's CA and its server certificate: made where missing, renewed before they end or when an address changes. */
export class CertificateKeeper {
  private constructor(
    private readonly options: KeeperOptions,
    readonly ca: KeyedCertificate,
    private served: KeyedCertificate,
  ) {}

  static async open(options: KeeperOptions): Promise<CertificateKeeper> {
    const { folder, box, clock, ledger } = options;
    const standing = options.newCa ? null : usable(await readKeyed(folder, 'ca'));
    const ca = standing ?? makeLocalCa(`Nadi ${box}`, caSpan(clock(), ledger()));
    if (!standing) await writeKeyed(folder, 'ca', ca);
    const kept = usable(await readKeyed(folder, 'server'));
    const keeper = new CertificateKeeper(options, ca, kept ?? { certificate: '', key: '' });
    await keeper.renew();
    return keeper;
  }

  /** What the server speaks with at the moment. */
  get current(): { cert: string; key: string } {
    return { cert: this.served.certificate, key: this.served.key };
  }

  get caFacts(): CaFacts {
    const { fingerprint256: fingerprint, validTo } = new X509Certificate(this.ca.certificate);
    const until = new Date(validTo).toISOString();
    return { fingerprint, words: fingerprintWords(fingerprint), until };
  }

  get serverUntil(): string {
    return new Date(new X509Certificate(this.served.certificate).validTo).toISOString();
  }

  /** Issues another server certificate where the standing one ends soon or lacks a name; true where it did. */
  async renew(): Promise<boolean> {
    const { folder, names, clock, ledger } = this.options;
    if (!this.#isDue()) return false;
    const span = certificateSpan(clock(), ledger());
    this.served = issueCertificate(this.ca, names(), span);
    await writeKeyed(folder, 'server', this.served);
    return true;
  }

  #isDue(): boolean {
    if (this.served.certificate === '') return true;
    const { names, clock, ledger } = this.options;
    const now = likelyTime(clock(), ledger());
    const found = judgeCertificate(this.served.certificate, this.ca.certificate, names(), now);
    // A certificate that already lasts as long as its CA cannot be made longer.
    const soon = found.end - now < RENEW_DAYS * DAY_MS && found.end < found.caEnd;
    return soon || found.early || found.lacks.length > 0 || !found.signed;
  }
}

/** Null for files that a bad disk has spoilt: they are made anew. */
function usable(keyed: KeyedCertificate | null): KeyedCertificate | null {
  if (!keyed) return null;
  try {
    const fits = new X509Certificate(keyed.certificate).checkPrivateKey(createPrivateKey(keyed.key));
    return fits ? keyed : null;
  } catch {
    return null;
  }
}
