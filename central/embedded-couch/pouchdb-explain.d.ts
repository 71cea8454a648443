// @types/pouchdb-find does not know it.
declare namespace PouchDB {
  interface Database {
    explain(query: object): Promise<object>;
  }
}
