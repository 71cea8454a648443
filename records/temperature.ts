/** °C with two decimals: what was typed in °F, with one, comes back from it unchanged. */
export function toCelsius(fahrenheit: number): number {
  return Number(((fahrenheit - 32) / 1.8).toFixed(2));
}

/** °F with one decimal, as a thermometer shows it. */
export function toFahrenheit(celsius: number): number {
  return Number((celsius * 1.8 + 32).toFixed(1));
}
