import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { NOBODY, type User } from './access.js';
import { CouchError } from './couch-error.js';
import { sameText } from '../same-text.js';
import type { Users } from './users.js';

/** As CouchDB's default: a session lives ten minutes after it was last used. */
const LIFE_S = 600;
/** Used later than this, its cookie is written anew. */
const FRESH_S = LIFE_S / 10;

export interface Caller {
  user: User;
  /** how the user proved who they are */
  by: 'cookie' | 'default' | null;
  /** the `Set-Cookie` header that prolongs the session */
  renewed?: string;
}

/** Who calls, from the `AuthSession` cookie or HTTP basic; and the cookies themselves. */
export class Sessions {
  // A restart ends all sessions.
  readonly #key = randomBytes(32).toString('hex');

  constructor(private readonly users: Users) {}

  /** Throws 401 where a password is wrong, 403 where too many were; a cookie that has run out makes the caller nobody. */
  async caller(request: IncomingMessage): Promise<Caller> {
    const { headers } = request;
    const cookie = /(?:^|;\s*)AuthSession=([^;]+)/.exec(headers.cookie ?? '')?.[1];
    if (cookie !== undefined) {
      const session = await this.#read(cookie);
      if (session) return { by: 'cookie', ...session };
    }
    const basic = /^basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (basic === undefined) return { user: NOBODY, by: null };
    const [name = '', ...password] = Buffer.from(basic, 'base64').toString().split(':');
    return { user: await this.logIn(name, password.join(':'), addressOf(request)), by: 'default' };
  }

  async logIn(name: string, password: string, address: string): Promise<User> {
    const user = await this.users.logIn(name, password, address);
    if (!user) throw new CouchError(401, 'unauthorized', 'Name or password is incorrect.');
    return user;
  }

  /** The `Set-Cookie` header that opens a session. */
  async open(name: string): Promise<string> {
    const body = `${name}:${Math.floor(Date.now() / 1000).toString(16)}`;
    const value = Buffer.from(`${body}:${await this.#sign(name, body)}`).toString('base64url');
    return `AuthSession=${value}; Version=1; Max-Age=${LIFE_S}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** The `Set-Cookie` header that ends it. */
  close(): string {
    return 'AuthSession=; Version=1; Max-Age=0; Path=/; HttpOnly';
  }

  async #read(cookie: string): Promise<{ user: User; renewed?: string } | null> {
    const [name = '', time = '', signature = ''] = Buffer.from(cookie, 'base64url').toString().split(':');
    const age = Date.now() / 1000 - parseInt(time, 16);
    if (!(age < LIFE_S)) return null;
    const expected = await this.#sign(name, `${name}:${time}`);
    const user = sameText(signature, expected) ? await this.users.find(name) : null;
    if (!user) return null;
    return { user, ...(age > FRESH_S ? { renewed: await this.open(name) } : {}) };
  }

  async #sign(name: string, body: string): Promise<string> {
    const secret = await this.users.secret(name);
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([body, secret]))
      .digest('hex');
  }
}

/** Who asks, as CouchDB's HTTP server tells it: a proxy in a private network is believed. */
export function addressOf({ headers, socket }: IncomingMessage): string {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const forwarded = [headers['x-forwarded-for']].flat().at(-1)?.split(',').at(-1)?.trim();
  const isPrivate = /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\.|^::1$/.test(peer);
  return isPrivate && forwarded !== undefined && forwarded !== '' ? forwarded : peer;
}
