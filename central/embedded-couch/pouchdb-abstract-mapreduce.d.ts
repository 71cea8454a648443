// It ships without types.
declare module 'pouchdb-abstract-mapreduce' {
  type Emit = (key: unknown, value: unknown) => void;

  /** What pouchdb-mapreduce is made of, with functions that the caller runs. */
  export default function createAbstractMapReduce(
    localDocName: string,
    mapper: (source: string, emit: Emit) => (doc: object) => void,
    reducer: (source: string) => (keys: unknown, values: unknown[], rereduce: boolean) => unknown,
    ddocValidator: (design: object, view: string) => void,
  ): PouchDB.Plugin;
}

declare namespace PouchDB {
  interface Database {
    /** @param view `design/view` */
    query(view: string, options: object): Promise<{ rows: { id: string; key: unknown; value: unknown }[] }>;
  }
}
