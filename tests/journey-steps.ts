import type { Page } from 'playwright-core';

/** What each person at a health centre does in a browser, in Hindi; each step tells what the page then says. */

export interface Person {
  name: string;
  sex: 'महिला' | 'पुरुष';
  /** years */
  age: number;
  mobile: string;
  village: string;
}

export interface Slip {
  token: number;
  /** address of its page */
  url: string;
  notice: string;
}

export interface Care {
  /** words as a doctor types them, and what is picked from the list */
  complaint: [word: string, picked: string];
  diagnosis: [word: string, picked: string];
  drug: [word: string, picked: string];
  test: [word: string, picked: string];
  /** `1-0-1` */
  pattern: string;
  days: number;
}

export async function logIn(page: Page, origin: string, name: string, password: string): Promise<void> {
  await page.goto(`${origin}/login`);
  await page.locator('.choice', { hasText: name }).click();
  await page.getByLabel('पासवर्ड', { exact: true }).fill(password);
  await press(page, 'काम शुरू करें');
}

export async function registerPatient(page: Page, person: Person): Promise<Slip> {
  await search(page, person.mobile);
  await follow(page, 'नया मरीज़ दर्ज करें');
  await page.getByLabel('नाम', { exact: true }).fill(person.name);
  await page.locator('.choice', { hasText: person.sex }).click();
  await page.getByLabel('उम्र', { exact: true }).fill(String(person.age));
  await page.getByLabel('गाँव / मोहल्ला').fill(person.village);
  await press(page, 'दर्ज करें और पर्ची दें');
  return slipOf(page);
}

/** Three actions: type the mobile, search, press. */
export async function issueSlip(page: Page, person: Person): Promise<Slip> {
  await search(page, person.mobile);
  await press(page, `${person.name} को पर्ची दें`);
  return slipOf(page);
}

async function search(page: Page, mobile: string): Promise<void> {
  await openStation(page, 'पर्ची काउंटर');
  await page.getByLabel('मरीज़ खोजें').fill(mobile);
  await press(page, 'खोजें');
}

async function slipOf(page: Page): Promise<Slip> {
  const token = Number(await page.locator('.slip-token strong').innerText());
  return { token, url: page.url(), notice: await noticeOf(page) };
}

/** Starts with whoever is next, who must be this one; gives the name that their page shows. */
async function callIn(page: Page, station: string, token: number): Promise<string> {
  await openStation(page, station);
  await press(page, new RegExp(`^शुरू करें: टोकन ${token}, `));
  return page.locator('.patient h2').innerText();
}

export async function takeVitals(page: Page, { token }: Slip): Promise<string> {
  await callIn(page, 'नर्स जाँच', token);
  const readings = { तापमान: '38.6', नाड़ी: '96', 'ऊपर का बीपी': '118', 'नीचे का बीपी': '76', वज़न: '52.5' };
  for (const [label, value] of Object.entries(readings))
    await page.getByLabel(label, { exact: true }).fill(value);
  await press(page, 'सहेजें और आगे भेजें');
  return noticeOf(page);
}

export async function consult(page: Page, { token }: Slip, care: Care, scripts: boolean) {
  const name = await callIn(page, 'डॉक्टर', token);
  for (const kind of ['complaint', 'diagnosis', 'drug', 'test'] as const) {
    const [word, picked] = care[kind];
    const picker = page.locator(`[data-picker=${kind}]`);
    await picker.getByRole('textbox').fill(word);
    // With scripts the list comes while one types.
    if (!scripts) await picker.getByRole('button', { name: 'खोजें' }).click();
    await picker.locator('.found-row', { hasText: picked }).first().click();
    await page.getByLabel(`${picked} हटाएँ`).waitFor();
  }
  const line = page.getByRole('article', { name: care.drug[1] });
  for (const chip of [care.pattern, String(care.days)]) {
    const button = line.getByRole('button').filter({ hasText: new RegExp(`(^|\\D)${chip}$`) });
    await button.first().click();
    await line.locator('[aria-pressed=true]', { hasText: chip }).waitFor();
  }
  const instruction = await line.locator('.instruction').innerText();
  await press(page, 'हस्ताक्षर करें और आगे भेजें');
  return { name, instruction, notice: await noticeOf(page) };
}

export async function enterResult(page: Page, { token }: Slip, test: string, value: string) {
  await callIn(page, 'लैब', token);
  await page.getByLabel(test, { exact: true }).fill(value);
  await press(page, 'रिपोर्ट सहेजें');
  return { result: await page.locator('.lab-results tbody tr').innerText(), notice: await noticeOf(page) };
}

/** The doctor sees the result and has nothing to add. */
export async function sendOn(page: Page, { token }: Slip) {
  await callIn(page, 'डॉक्टर', token);
  const result = await page.locator('.signed-sheet .results').innerText();
  await press(page, 'आगे भेजें');
  return { result, notice: await noticeOf(page) };
}

/** Gives what is proposed, the whole of it. */
export async function dispense(page: Page, { token }: Slip) {
  await callIn(page, 'दवा वितरण', token);
  await press(page, 'दवा दे दी, काम पूरा');
  return { label: await page.locator('.label').innerText(), notice: await noticeOf(page) };
}

export async function receiveStock(page: Page, drug: string, quantity: number): Promise<string> {
  await openStation(page, 'दवा भंडार');
  await follow(page, 'दवा आई');
  await page.getByLabel('कहाँ से आई').fill('ज़िला औषधि भंडार');
  await page.getByLabel('दवा 1').fill(drug);
  await page.getByLabel('बैच').first().fill('PC2611');
  await page.getByLabel('समाप्ति').first().fill('03/2028');
  await page.getByLabel('मात्रा').first().fill(String(quantity));
  await press(page, 'भंडार में लें');
  return noticeOf(page);
}

export async function stockOf(page: Page, drug: string): Promise<number> {
  await openStation(page, 'दवा भंडार');
  await follow(page, drug);
  return Number(await page.locator('.stock-balance b').innerText());
}

/** The address of a link to print, for the page's own session. */
export async function fetchPrint(
  page: Page,
  url: string,
): Promise<{ type: string; pdf: Uint8Array<ArrayBuffer> }> {
  const answer = await page.request.get(url);
  return { type: answer.headers()['content-type'] ?? '', pdf: new Uint8Array(await answer.body()) };
}

async function openStation(page: Page, name: string): Promise<void> {
  await goOn(page, () => page.locator('nav.stations').getByRole('link', { name, exact: true }).click());
}

async function follow(page: Page, name: string): Promise<void> {
  await goOn(page, () => page.locator('main').getByRole('link', { name }).first().click());
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await goOn(page, () => page.getByRole('button', { name, exact: true }).click());
}

/** Does what leads to another page, and waits for that one. */
async function goOn(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), act()]);
}

function noticeOf(page: Page): Promise<string> {
  return page.locator('main > .notice').innerText();
}
