import { create } from 'qrcode';

export interface QrModules {
  /** modules along one side, without the quiet zone */
  side: number;
  dark: (row: number, column: number) => boolean;
}

/** The modules of a QR code at level M: a patient's id gives 21 or 25 a side, easily read from a phone's camera. */
export function qrModules(text: string): QrModules {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  return {
    side: modules.size,
    dark: (row, column) => modules.data[row * modules.size + column] === 1,
  };
}
