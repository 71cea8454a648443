import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface LanAnswer {
  status: number;
  body: string;
  headers: IncomingHttpHeaders;
  location: string;
}

/** A browser of one device on the LAN, over HTTP or HTTPS: keeps cookies, believes only the CA that it was given. */
export class LanBrowser {
  readonly cookies = new Map<string, string>();
  /** `Set-Cookie` headers as they came */
  readonly set: string[] = [];

  constructor(
    readonly origin: string,
    private readonly ca?: string,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<LanAnswer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, fields: Record<string, string>): Promise<LanAnswer> {
    const crumb = this.cookies.get('crumb') ?? '';
    const once = randomBytes(6).toString('hex');
    return this.send('POST', path, new URLSearchParams({ crumb, once, ...fields }).toString());
  }

  async pair(code: string): Promise<LanAnswer> {
    await this.get('/pair');
    return this.post('/pair', { code });
  }

  async logIn(name: string, password: string): Promise<LanAnswer> {
    await this.get('/login');
    return this.post('/login', { name, password });
  }

  /** Another browser with the same cookies: a copied profile, a thief. */
  copy(): LanBrowser {
    const other = new LanBrowser(this.origin, this.ca);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  /** The value of the cookie whose name ends so. */
  cookie(end: string): string {
    return [...this.cookies].find(([name]) => name.endsWith(end))?.[1] ?? '';
  }

  send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<LanAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const form = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const options = {
      method,
      agent: false as const,
      headers: { ...form, ...headers, ...(cookie ? { cookie } : {}) },
      ...(this.ca === undefined ? {} : { ca: this.ca }),
    };
    const request = this.origin.startsWith('https:') ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sent = request(`${this.origin}${path}`, options, (response) => {
        for (const header of response.headers['set-cookie'] ?? []) this.#keep(header);
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { location = '' } = response.headers;
          resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers, location });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  #keep(header: string): void {
    this.set.push(header);
    const [pair = ''] = header.split(';');
    const cut = pair.indexOf('=');
    if (/Max-Age=0/.test(header)) this.cookies.delete(pair.slice(0, cut));
    else this.cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
}
