/** `2027-03` as it is printed on a box: `03/2027` */
export function showExpiry(expiry: string): string {
  return `${expiry.slice(5, 7)}/${expiry.slice(0, 4)}`;
}
