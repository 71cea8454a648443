import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const script = fileURLToPath(new URL('./print-register.js', import.meta.url));

/** Pages and the most memory of a process that prints a register of so many rows. */
function print(rows: number): { pages: number; megabytes: number } {
  // A small young generation: else V8 lets garbage lie about as long as there is room.
  const told = execFileSync(process.execPath, ['--max-semi-space-size=2', script, String(rows)], {
    encoding: 'utf8',
  });
  return JSON.parse(told) as { pages: number; megabytes: number };
}

void t.test(
  'three times as many pages need hardly more memory than a hundred',
  { timeout: 110_000 },
  async (t) => {
    const hundred = print(3_500);
    const three = print(10_500);
    t.ok(hundred.pages >= 100, `${hundred.pages} pages`);
    t.ok(three.pages >= 300, `${three.pages} pages`);
    t.ok(hundred.megabytes < 260, `${Math.round(hundred.megabytes)} MB for ${hundred.pages} pages`);
    t.ok(
      three.megabytes - hundred.megabytes < 60,
      `${Math.round(hundred.megabytes)} MB, then ${Math.round(three.megabytes)} MB`,
    );
  },
);
