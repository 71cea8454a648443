import { randomBytes } from 'node:crypto';
import type { AccessAction } from '../records/box.js';
import type { Shown } from './access/look.js';

/** What a form was answered, as long as somebody may come back to it. */
export interface KeptAnswer {
  html: string;
  status: number;
  /** who sent the form, in which shift */
  session: string;
  /** the page on which the form stood */
  from: string;
  /** keys of the form that was sent, and of the one that the answer shows: see Once */
  sent: string;
  shown: string;
  looks: Shown[];
  /** of the form's route, which the looks name */
  route: string;
  action: AccessAction;
}

const KEPT_MS = 15 * 60_000;
/** Some 60 kB each. */
const MOST_KEPT = 200;

/** Answers to forms that came by a redirect: in memory only, for the session that sent the form, a short time. */
export class KeptAnswers {
  readonly #kept = new Map<string, KeptAnswer>();

  /** Gives the key under which it stands. */
  keep(answer: KeptAnswer): string {
    const key = randomBytes(16).toString('base64url');
    this.#kept.set(key, answer);
    setTimeout(() => this.#kept.delete(key), KEPT_MS).unref();
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return key;
  }

  /** Null: it is over, or another's. */
  find(key: string, session: string): KeptAnswer | null {
    const kept = this.#kept.get(key);
    return kept?.session === session ? kept : null;
  }

  /** The page on which the form of an answer stood. */
  from(key: string): string {
    return this.#kept.get(key)?.from ?? '/';
  }

  /** What a form and its earlier tries were answered is over: it was saved. Where it stood is still known. */
  forget(once: string): void {
    for (const [key, answer] of this.#kept) {
      const { sent, shown } = answer;
      if (sent !== once && shown !== once) continue;
      this.#kept.set(key, { ...answer, ...{ html: '', session: '', sent: '', shown: '', looks: [] } });
      if (sent !== once && sent !== '') this.forget(sent);
    }
  }
}
