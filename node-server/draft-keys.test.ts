import t from 'tap';
import { draftKeys } from './draft-keys.js';

const SESSION_KEY = 'a key for tests that is long enough, surely';

void t.test('drafts are sealed and found by the same person of the same box only', (t) => {
  const asha = draftKeys(SESSION_KEY, 'BR1042', 'asha');
  const again = draftKeys(SESSION_KEY, 'BR1042', 'asha');
  t.equal(again.seal, asha.seal, 'also after the next log-in');
  t.equal(again.slot('/counter/new'), asha.slot('/counter/new'));
  t.equal(Buffer.from(asha.seal, 'base64').length, 32);
  const strangers = [
    draftKeys(SESSION_KEY, 'BR1042', 'meena'),
    draftKeys(SESSION_KEY, 'BR0977', 'asha'),
    draftKeys(`${SESSION_KEY}!`, 'BR1042', 'asha'),
  ];
  for (const other of strangers) {
    t.not(other.seal, asha.seal);
    t.not(other.slot('/counter/new'), asha.slot('/counter/new'));
  }
  t.end();
});

void t.test('where a draft lies tells nothing of the form’s address', (t) => {
  const asha = draftKeys(SESSION_KEY, 'BR1042', 'asha');
  t.match(asha.slot('/counter/new?q=Sita'), /^[\w-]{16}$/);
  t.not(asha.slot('/counter/new?q=Sita'), asha.slot('/counter/new?q=Gita'));
  t.end();
});
