import { join } from 'node:path';
import type { Words } from '../../../records/envelope.js';
import type { Kpi } from '../../../records/summary/kpi.js';
import { loadDayPicture, type DayPicture } from '../../../templates/day-picture.js';
import { templatesFolder } from '../../../templates/folder.js';
import { loadKpis, type Kpis } from '../../../templates/kpis.js';
import { watchReference } from '../../../templates/reference.js';
import { figureKey } from '../../../templates/report-definition.js';
import { loadReports } from '../../../templates/report-definitions.js';
import { summaryDefinition, type SummaryDefinition } from '../../../templates/summary-definition.js';
import { watchFiles, type WatchOptions } from '../../../templates/watch-files.js';
import { loadWeekPack, type WeekPack } from '../../../templates/week-pack.js';

/** What the pages know of figures; all of it is data that people edit. */
export interface FigureBook {
  kpis: Kpis;
  kpi: (code: string) => Kpi | undefined;
  day: DayPicture;
  pack: WeekPack;
  /** figures of cases, in the order of the form */
  diseases: { figure: string; name: Words }[];
  /** an item of the store by its code; the code itself where no list has it */
  itemName: (code: string) => Words;
  /** what a facility is: as people abbreviate it, or in words where its code is not an abbreviation */
  kindName: (code: string) => Words;
}

/** The book as the files say it, read again when they change (law 7). Throws `bad-input` where they are wrong at the start. */
export function watchFigureBook(options: WatchOptions = {}): {
  current: () => FigureBook;
  close: () => void;
} {
  const reference = watchReference(options);
  let book: FigureBook;
  const itemName = (code: string): Words =>
    reference.current().drugs.get(code)?.name ?? { hi: code, en: code };
  const kindName = (code: string): Words => {
    const isAbbreviation = code === code.toUpperCase();
    const kind = isAbbreviation ? undefined : reference.current().facilityKinds.get(code);
    return kind?.name ?? { hi: code, en: code };
  };
  const load = (): FigureBook => (book = { ...readFigures(), itemName, kindName });
  const watched = ['reports', 'kpis', 'dashboards'].map((folder) =>
    watchFiles(join(templatesFolder(), folder), load, options),
  );
  return {
    current: () => book,
    close: () => {
      for (const one of [reference, ...watched]) one.close();
    },
  };
}

function readFigures(): Omit<FigureBook, 'itemName' | 'kindName'> {
  const definition = summaryDefinition(loadReports());
  const kpis = loadKpis(definition.figures);
  const byCode = new Map(kpis.groups.flatMap((group) => group.kpis).map((kpi) => [kpi.code, kpi]));
  return {
    kpis,
    kpi: (code) => byCode.get(code),
    day: loadDayPicture(definition.figures, kpis),
    pack: loadWeekPack(kpis),
    diseases: diseasesOf(definition),
  };
}

/** The section whose rows readers know by a form's numbers: its first column counts all cases. */
function diseasesOf({ report }: SummaryDefinition): FigureBook['diseases'] {
  return report.sections.flatMap((section) =>
    section.show === 'counts' && section.codes
      ? section.rows.map(({ code, name }) => ({ figure: figureKey(code, section.columns[0]), name }))
      : [],
  );
}
