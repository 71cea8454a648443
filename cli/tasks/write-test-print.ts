import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the sample slip for each paper, to be opened and printed once; answers with the files. */
export async function writeTestPrints(folder: string, papers: readonly string[]): Promise<string[]> {
  const [{ SAMPLE_SLIP }, { opdSlip }, { thermalSlipPdf }] = await Promise.all([
    import('../../templates/print/sample-prints.js'),
    import('../../templates/print/opd-slip.js'),
    import('../../templates/print/thermal-slip.js'),
  ]);
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const paper of papers) {
    const bytes =
      paper === 'a5'
        ? await opdSlip(SAMPLE_SLIP)
        : await thermalSlipPdf(SAMPLE_SLIP, paper === 'thermal-58' ? 58 : 80);
    const file = join(folder, `nadi-test-${paper}.pdf`);
    await writeFile(file, new Uint8Array(bytes));
    files.push(file);
  }
  return files;
}
