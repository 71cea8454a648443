import { X509Certificate } from 'node:crypto';
import https from 'node:https';
import { markOf } from './standby-code.js';
import { standbyRefused } from './standby-refused.js';

const TIMEOUT_MS = 10_000;
const MOST_CHARACTERS = 16_384;

/**
 * The main box's CA, from its own page and so from anybody who answers there: it counts only because the code that was
 * typed bears its mark. Throws `standby-refused`.
 */
export async function fetchCa(url: string, mark: string): Promise<string> {
  const text = await read(new URL('/trust/nadi-ca.crt', url));
  let fits: boolean;
  try {
    fits = new X509Certificate(text).ca && markOf(text) === mark;
  } catch (cause) {
    throw standbyRefused('other-answer', cause);
  }
  if (!fits) throw standbyRefused('certificate');
  return text;
}

function read(url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    // Nothing secret is sent, and what comes is compared with the code.
    const asked = https.get(url, { rejectUnauthorized: false, timeout: TIMEOUT_MS, agent: false });
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', reject);
    asked.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MOST_CHARACTERS) asked.destroy(new Error('the answer is too long'));
      });
      response.once('error', reject);
      response.once('end', () => resolve(text));
    });
  });
}
