import { issueSlip, openBox } from '../node-server/audit/sealed-box.js';

/** A box that writes slips and seals until it is killed: `seal-writer.js FOLDER`; tells each seal's `upTo`. */
const [folder = ''] = process.argv.slice(2);
const clock = { at: Date.now() };
const box = await openBox(folder, clock);
for (;;) {
  await Promise.all([issueSlip(box, clock), issueSlip(box, clock)]);
  const slip = issueSlip(box, clock);
  const seal = await box.seals.sealNow();
  process.send?.(seal?.upTo);
  await slip;
}
