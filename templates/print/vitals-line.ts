import type { VitalsRecord } from '../../records/care.js';
import { toFahrenheit } from '../../records/temperature.js';
import type { VitalField } from '../../records/vitals-check.js';
import type { Labels } from './labels.js';

export type PrintedVitals = Pick<VitalsRecord, VitalField>;

/** What was measured, in one line: `रक्तचाप 120/80 · नाड़ी 84/min · …`; empty where nothing was. */
export function vitalsLine(vitals: PrintedVitals, words: Labels): string {
  const { systolic, diastolic, temperatureC } = vitals;
  const parts: string[] = [];
  const add = (key: string, value: number | undefined, unit: string): void => {
    if (value !== undefined) parts.push(`${words.short(key)} ${value}${unit}`);
  };
  if (systolic !== undefined || diastolic !== undefined) {
    parts.push(`${words.short('bloodPressure')} ${systolic ?? '–'}/${diastolic ?? '–'}`);
  }
  add('pulse', vitals.pulse, '/min');
  if (temperatureC !== undefined) {
    // Indian wards and patients speak in Fahrenheit; the record keeps Celsius.
    const fahrenheit = toFahrenheit(temperatureC).toFixed(1);
    parts.push(`${words.short('temperature')} ${fahrenheit}°F (${temperatureC.toFixed(1)}°C)`);
  }
  add('respiration', vitals.respiratoryRate, '/min');
  add('spo2', vitals.spo2, '%');
  add('weight', vitals.weightKg, ' kg');
  add('height', vitals.heightCm, ' cm');
  add('glucose', vitals.glucose, ' mg/dl');
  add('muac', vitals.muacMm, ' mm');
  // A value stays on the line of its name.
  return parts.map((part) => part.replaceAll(' ', '\u00a0')).join(' · ');
}
