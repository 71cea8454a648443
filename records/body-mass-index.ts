/** kg/m² to one decimal; null where one of them is missing or zero. */
export function bodyMassIndex(weightKg: number | undefined, heightCm: number | undefined): number | null {
  if (!weightKg || !heightCm) return null;
  return Math.round((weightKg / (heightCm / 100) ** 2) * 10) / 10;
}
