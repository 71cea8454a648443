import t from 'tap';
import { X509Certificate } from 'node:crypto';
import { LanBrowser } from '../../tests/lan-browser.js';
import { openLanCentre } from '../../tests/lan-centre.js';

t.test(
  'plain HTTP tells how to trust the box, in Hindi and English, and sends everybody else to HTTPS',
  async (t) => {
    const centre = await openLanCentre(t);
    const [https = ''] = centre.running.addresses;
    t.match(https, /^https:\/\/127\.0\.0\.1:\d+$/);
    const plain = new LanBrowser(`http://127.0.0.1:${centre.status.httpPort ?? 0}`);
    const { certificate } = centre.status;
    const hindi = await plain.get('/trust');
    t.equal(hindi.status, 200);
    t.match(hindi.body, 'एंड्रॉइड फ़ोन');
    for (const word of certificate?.words.split(' ') ?? []) t.match(hindi.body, `<li>${word}</li>`);
    const english = await plain.get('/trust?language=en');
    t.match(english.body, 'Android phone');
    const file = await plain.get('/trust/nadi-ca.crt');
    t.equal(file.headers['content-type'], 'application/x-x509-ca-cert');
    t.equal(new X509Certificate(file.body).fingerprint256, certificate?.fingerprint);
    const style = /href="(\/assets\/[^"]+nadi\.css)"/.exec(hindi.body)?.[1] ?? '';
    t.equal((await plain.get(style)).status, 200);
    t.same(await plain.get('/counter?q=1').then(({ status, location }) => [status, location]), [
      302,
      `${https}/counter?q=1`,
    ]);
    t.equal((await plain.get('/pair')).location, `${https}/pair`);
    t.equal((await plain.get('/', { host: 'evil.example' })).location.startsWith('https://evil'), false);
    t.equal(
      (await plain.post('/login', { name: 'asha', password: 'x' })).status,
      403,
      'no password goes over it',
    );
    t.equal(plain.set.length, 0, 'and no cookie');
    t.equal((await centre.stranger().get('/trust')).status, 200, 'the page is there by HTTPS, too');
  },
);
