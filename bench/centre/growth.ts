/** By which power of what is stored something grows: 0 not at all, 1 as what is stored. */
export function growthPower(
  before: { stored: number; took: number },
  after: { stored: number; took: number },
): number {
  return Math.log(after.took / before.took) / Math.log(after.stored / before.stored);
}
