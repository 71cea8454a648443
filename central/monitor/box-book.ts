import { FacilityError } from '../../records/facility-error.js';
import { BOX_PATTERN, firstBox, type BoxId } from '../../records/ids.js';
import { BOXES_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { facilityId, type FacilityDocument } from '../directory/facility-document.js';
import type { Enrolment, Revocation } from '../enrol/enrolment-document.js';
import type { CouchDocument, RouterCouch } from '../router/router-couch.js';
import { OPEN_ALERTS } from './alerts-design.js';
import type { BoxAlertDocument } from './box-alert.js';
import { boxRow, isJudged, type BoxFacts, type BoxRow } from './box-row.js';
import type { BoxStatus } from './box-status.js';
import { isCentreDeaf } from './is-centre-deaf.js';
import { FollowedDocuments } from './followed-documents.js';
import { readLastWatch } from './last-watch.js';

/** All boxes as they stood at one moment. */
export interface BoxPicture {
  at: number;
  rows: BoxRow[];
  /** boxes whose access was ended: to be found by their name, and among no others */
  ended: BoxRow[];
  /** alerts that have not ended, of all boxes that ever were */
  standing: BoxAlertDocument[];
  /** no box can be heard, which is the centre's own trouble and not theirs */
  deaf: boolean;
  /** when the watcher last went through all boxes, ISO 8601; null: never */
  watchedAt: string | null;
}

/** What the centre knows of all boxes, kept in memory: a page asks for what has changed since the last, not box by box. */
export class BoxBook {
  readonly #boxes: FollowedDocuments;
  readonly #facilities: FollowedDocuments;
  #picture: Promise<BoxPicture> | null = null;
  #askedAt = -Infinity;

  /** @param couch as a user of role `centre` */
  constructor(
    private readonly couch: RouterCouch,
    private readonly now: () => number,
  ) {
    this.#boxes = new FollowedDocuments(
      couch,
      {
        database: BOXES_DATABASE,
        types: ['box', 'enrolment', 'alert'],
        first: async () =>
          (
            await Promise.all([
              couch.list(BOXES_DATABASE, 'box:'),
              couch.list(BOXES_DATABASE, 'enrolment:'),
              openAlerts(couch),
            ])
          ).flatMap((documents) => documents ?? []),
      },
      now,
    );
    this.#facilities = new FollowedDocuments(
      couch,
      {
        database: SHARED_DATABASE,
        types: ['facility'],
        first: async () => (await couch.list(SHARED_DATABASE, 'facility:')) ?? [],
      },
      now,
    );
  }

  /** How all boxes are, as of now or of less than `maxAgeMs` ago: who asks then shares one answer. */
  read(maxAgeMs = 0): Promise<BoxPicture> {
    const now = this.now();
    if (this.#picture && now - this.#askedAt < maxAgeMs) return this.#picture;
    this.#askedAt = now;
    const before = this.#picture?.catch(() => undefined);
    const picture = Promise.resolve(before).then(() => this.#read());
    picture.catch(() => {
      // A failure is nobody's answer but theirs who asked for it.
      if (this.#picture === picture) this.#askedAt = -Infinity;
    });
    return (this.#picture = picture);
  }

  async #read(): Promise<BoxPicture> {
    const [, , watchedAt] = await Promise.all([
      this.#boxes.update(),
      this.#facilities.update(),
      readLastWatch(this.couch),
    ]);
    const at = this.now();
    const { facts, standing, ended } = this.#facts();
    const rows = facts.map((one) => boxRow(one, at));
    return {
      ...{ at, rows, standing, watchedAt },
      ended: ended.map((one) => boxRow(one, at)),
      deaf: isCentreDeaf(rows),
    };
  }

  #facts(): { facts: BoxFacts[]; standing: BoxAlertDocument[]; ended: BoxFacts[] } {
    const standing: BoxAlertDocument[] = [];
    const latest = new Map<BoxId, BoxFacts>();
    const over = new Map<BoxId, Revocation>();
    const told = new Map<BoxId, BoxStatus>();
    const facilities = new Map([...this.#facilities.all()].map((document) => [document._id, document]));
    const facilityOf = (box: BoxId): FacilityDocument | null =>
      (facilities.get(facilityId(firstBox(box))) ?? null) as FacilityDocument | null;
    /** A box from which a later one has taken over is silent for good: of each facility the latest counts. */
    const meet = (box: BoxId, status: BoxStatus | null): void => {
      const code = firstBox(box);
      const before = latest.get(code);
      if (before && before.box > box) return;
      const known = before?.box === box ? before.status : {};
      latest.set(code, { box, status: status ?? known, facility: facilityOf(box), alerts: [] });
    };
    for (const document of this.#boxes.all()) {
      const { type, box } = document;
      if (typeof box !== 'string' || !BOX_PATTERN.test(box)) continue;
      if (type === 'box') {
        told.set(box, statusOf(document));
        meet(box, statusOf(document));
      } else if (type === 'enrolment') {
        const { revoked, usedAt } = document as unknown as Enrolment;
        if (revoked) over.set(box, revoked);
        else if (usedAt !== undefined) meet(box, null);
      } else if (document['ended'] === undefined) standing.push(document as unknown as BoxAlertDocument);
    }
    for (const alert of standing) {
      if (!latest.has(firstBox(alert.box))) meet(alert.box, null);
      // The router speaks of the facility, the monitor of one box.
      const facts = latest.get(firstBox(alert.box));
      if (facts && (facts.box === alert.box || !isJudged(alert.kind))) facts.alerts.push(alert);
    }
    const ended = [...over].map(([box, revoked]): BoxFacts => ({
      ...{ box, status: told.get(box) ?? {}, facility: facilityOf(box), alerts: [] },
      ended: revoked,
    }));
    return { facts: [...latest.values()].filter(({ box }) => !over.has(box)), standing, ended };
  }
}

function statusOf({ _id, _rev, type, v, box, ...status }: CouchDocument): BoxStatus {
  return status;
}

async function openAlerts(couch: RouterCouch): Promise<CouchDocument[]> {
  try {
    return await couch.viewed(BOXES_DATABASE, OPEN_ALERTS, []);
  } catch (error) {
    if (!(error instanceof FacilityError && error.params['status'] === 404)) throw error;
    throw new FacilityError('centre-refused', 'The centre has no view of the alerts that stand.', {
      hint: 'hints.madeByOlder',
    });
  }
}
