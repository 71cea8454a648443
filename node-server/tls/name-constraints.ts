import { asBytes, der } from './der.js';

/** Names that no public site has, and the private address ranges (RFC 1918, 3927, 6598). */
const LAN_DOMAINS = ['local', 'lan', 'internal', 'home.arpa', 'localhost'];
const LAN_RANGES: [address: string, mask: string][] = [
  ['10.0.0.0', '255.0.0.0'],
  ['172.16.0.0', '255.240.0.0'],
  ['192.168.0.0', '255.255.0.0'],
  ['169.254.0.0', '255.255.0.0'],
  ['100.64.0.0', '255.192.0.0'],
  ['127.0.0.0', '255.0.0.0'],
];

/** May the box's CA vouch for this name? Anything else its certificates would not be believed for. */
export function isLanName(name: string): boolean {
  return LAN_DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`));
}

export function isLanAddress(address: string): boolean {
  const own = octetsOf(address);
  return LAN_RANGES.some(([base, mask]) => {
    const net = octetsOf(base);
    const bits = octetsOf(mask);
    return own.every((octet, i) => (octet & (bits[i] ?? 0)) === net[i]);
  });
}

/**
 * The value of a certificate's name constraints (RFC 5280, section 4.2.1.10): whoever steals the CA's key cannot
 * pretend to be a bank to the phones that trust it.
 */
export function lanNameConstraints(): Uint8Array {
  const names = LAN_DOMAINS.map((domain) => der.implicit(2, asBytes(domain)));
  const ranges = LAN_RANGES.map(([address, mask]) =>
    der.implicit(7, Uint8Array.from([...octetsOf(address), ...octetsOf(mask)])),
  );
  const permitted = [...names, ...ranges].map((base) => der.sequence(base));
  return der.sequence(der.explicit(0, ...permitted));
}

export function octetsOf(address: string): number[] {
  return address.split('.').map(Number);
}
