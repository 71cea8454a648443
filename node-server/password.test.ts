import t from 'tap';
import { checkPassword, hashPassword } from './password.js';
import { PasswordBook } from './password-book.js';

void t.test('a password is known again, any other is not', async (t) => {
  const hash = await hashPassword('पानी-pulse-42');
  t.match(hash, /^scrypt\$32768\$8\$1\$/);
  t.notMatch(hash, 'pulse');
  t.equal(await checkPassword('पानी-pulse-42', hash), true);
  t.equal(await checkPassword('पानी-pulse-43', hash), false);
  t.not(await hashPassword('पानी-pulse-42'), hash, 'each hash has its own salt');
});

void t.test('a text that is no hash lets nobody in', async (t) => {
  t.equal(await checkPassword('', ''), false);
  t.equal(await checkPassword('x', 'plain$x'), false);
});

void t.test('a flood of log-ins is turned away instead of filling the memory', async (t) => {
  const hash = await hashPassword('x');
  const tries = await Promise.allSettled(Array.from({ length: 45 }, () => checkPassword('y', hash)));
  const refused = tries.filter((one) => one.status === 'rejected');
  t.equal(refused.length, 5);
  t.match(refused[0], { reason: { code: 'too-many-tries' } });
  t.equal(await checkPassword('x', hash), true, 'afterwards it works again');
});

void t.test(
  'an unknown name is hashed all the same, and a new password counts once the old is forgotten',
  async (t) => {
    const hashes = new Map([['sunita', await hashPassword('old')]]);
    const reads: string[] = [];
    const book = new PasswordBook((id) => {
      reads.push(id);
      return Promise.resolve(hashes.get(id) ?? null);
    });
    t.equal(await book.verify('nobody', 'old'), false);
    t.equal(await book.verify('sunita', 'old'), true);
    const stamp = await book.stamp('sunita');
    t.same(reads, ['nobody', 'sunita'], 'a hash is read once');
    hashes.set('sunita', await hashPassword('new'));
    book.forget('sunita');
    t.equal(await book.verify('sunita', 'old'), false);
    t.not(await book.stamp('sunita'), stamp);
    t.equal(await book.stamp('nobody'), null);
  },
);

void t.test('a password that is reset while it is read is not remembered by its old hash', async (t) => {
  const [old, fresh] = [await hashPassword('old-pulse-42'), await hashPassword('new-pulse-42')];
  let stored = old;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const book = new PasswordBook(async () => {
    const read = stored;
    await held;
    return read;
  });
  const reading = book.stamp('sunita');
  stored = fresh;
  book.forget('sunita');
  release();
  await reading;
  t.equal(await book.verify('sunita', 'old-pulse-42'), false);
  t.equal(await book.verify('sunita', 'new-pulse-42'), true);
});
