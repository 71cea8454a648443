import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import { qrModules } from './qr-modules.js';
import { SAMPLE_SLIP } from './sample-prints.js';
import { thermalSlipBytes, thermalSlipPdf, type Roll } from './thermal-slip.js';

const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;

interface Printed {
  commands: string[];
  widths: number[];
  bands: number[];
  /** true is black */
  rows: boolean[][];
}

/** Does what a printer does with the bytes; an unknown command throws. */
function print(bytes: Buffer): Printed {
  const printed: Printed = { commands: [], widths: [], bands: [], rows: [] };
  let at = 0;
  while (at < bytes.length) {
    const command = bytes.subarray(at, at + 2).toString('latin1');
    if (command === '\x1b@') at += 2;
    else if (command === '\x1bd') at += 3;
    else if (command === '\x1dV') at += 4;
    else if (command === '\x1dv') at = printBand(bytes, at, printed);
    else throw new Error(`unknown command at ${at}`);
    printed.commands.push(command);
  }
  return printed;
}

function printBand(bytes: Buffer, at: number, printed: Printed): number {
  const rowBytes = bytes.readUInt16LE(at + 4);
  const lines = bytes.readUInt16LE(at + 6);
  printed.widths.push(rowBytes * 8);
  printed.bands.push(lines);
  for (let line = 0; line < lines; line++) {
    const row = bytes.subarray(at + 8 + line * rowBytes, at + 8 + (line + 1) * rowBytes);
    printed.rows.push(
      Array.from({ length: rowBytes * 8 }, (_, x) => ((row[x >> 3] ?? 0) & (0x80 >> (x & 7))) !== 0),
    );
  }
  return at + 8 + lines * rowBytes;
}

for (const [roll, dots] of [
  [58, 384],
  [80, 576],
] as [Roll, number][]) {
  t.test(
    `${roll} mm: initialised, ${dots} dots wide, in bands of at most 255 lines, fed and cut`,
    async (t) => {
      const { commands, widths, bands } = print(thermalSlipBytes(SAMPLE_SLIP, roll));
      t.equal(commands[0], '\x1b@');
      t.same(commands.slice(-2), ['\x1bd', '\x1dV']);
      t.same([...new Set(widths)], [dots]);
      t.ok(Math.max(...bands) <= 255);
    },
  );

  t.test(`${roll} mm: an everyday slip is no longer than 12 cm and neither blank nor black`, async (t) => {
    const { rows } = print(thermalSlipBytes(SAMPLE_SLIP, roll));
    t.ok(rows.length <= 960, `${rows.length / 8} mm`);
    const black = rows.flat().filter(Boolean).length / (rows.length * dots);
    t.ok(black > 0.05 && black < 0.35, `${black}`);
  });

  t.test(`${roll} mm: the QR code of the patient's id stands in the dots, module by module`, async (t) => {
    const { rows } = print(thermalSlipBytes(SAMPLE_SLIP, roll));
    t.ok(findQr(rows, SAMPLE_SLIP.patient.id));
    t.notOk(findQr(rows, 'BR1042-004218-X'));
  });

  t.test(`${roll} mm: the PDF is one page as wide as the roll and says the same`, { skip }, async (t) => {
    const pdf = await thermalSlipPdf(SAMPLE_SLIP, roll);
    const box = execFileSync('pdftotext', ['-bbox', '-', '-'], {
      input: Uint8Array.from(pdf),
      encoding: 'utf8',
    });
    const width = Number(/<page width="([\d.]+)"/.exec(box)?.[1]);
    t.ok(Math.abs(width - (roll * 72) / 25.4) < 0.01, `${width}`);
    t.equal(box.match(/<page /g)?.length, 1);
    const text = execFileSync('pdftotext', ['-layout', '-', '-'], {
      input: Uint8Array.from(pdf),
      encoding: 'utf8',
    });
    for (const part of [
      '42',
      'लक्ष्मी कुमारी',
      'ज्ञानेश्वर प्रसाद',
      'BR1042-004217-K',
      'जाँच माप · कमरा 2',
      'गर्भवती',
    ]) {
      t.ok(text.includes(part), part);
    }
    t.notMatch(text, /981234/);
  });
}

t.test('every letter of a Hindi name leaves its own dots', async (t) => {
  const named = (name: string): Buffer =>
    thermalSlipBytes({ ...SAMPLE_SLIP, patient: { ...SAMPLE_SLIP.patient, name } }, 58);
  t.notOk(named('कि').equals(named('की')));
  t.notOk(named('क्ष').equals(named('कष')));
  t.ok(named('राम').equals(named('राम')));
});

t.test('a longer slip is a longer paper, and an emoji does not stop it', async (t) => {
  const village = 'ग्राम मोहम्मदपुर बुज़ुर्ग टोला पश्चिमी, पोस्ट रामपुर 🙂';
  const longer = { ...SAMPLE_SLIP, patient: { ...SAMPLE_SLIP.patient, village } };
  t.ok(
    print(thermalSlipBytes(longer, 58)).rows.length > print(thermalSlipBytes(SAMPLE_SLIP, 58)).rows.length,
  );
});

/** Looks for the code at every place and at every whole module size that a slip may use. */
function findQr(rows: boolean[][], text: string): boolean {
  const { side, dark } = qrModules(text);
  for (const size of [4, 5, 6, 7, 8]) {
    for (let top = 0; top + side * size <= rows.length; top++) {
      for (let left = 0; left < 40; left++) {
        if (matches(rows, { top, left, size, side, dark })) return true;
      }
    }
  }
  return false;
}

function matches(
  rows: boolean[][],
  place: {
    top: number;
    left: number;
    size: number;
    side: number;
    dark: (row: number, column: number) => boolean;
  },
): boolean {
  const { top, left, size, side, dark } = place;
  const middle = Math.floor(size / 2);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const dot = rows[top + row * size + middle]?.[left + column * size + middle];
      if (dot !== dark(row, column)) return false;
    }
  }
  return true;
}
