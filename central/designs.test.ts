import { Linter } from 'eslint';
import t from 'tap';
import { CENTRE_DATABASES, facilityPlans } from './centre-databases.js';

t.test('every function of a design document is ES5, as an old CouchDB runs it', (t) => {
  const linter = new Linter();
  const languageOptions = { ecmaVersion: 5, sourceType: 'script' } as const;
  const plans = [...CENTRE_DATABASES, ...facilityPlans('BR1042', ['BR1042'], ['centre'])];
  let functions = 0;
  for (const { name, designs } of plans) {
    for (const [design, body] of Object.entries(designs)) {
      const views = Object.values((body as { views?: Record<string, { map: string }> }).views ?? {});
      const { validate_doc_update: validation } = body as { validate_doc_update?: string };
      for (const source of [
        ...views.map(({ map }) => map),
        ...(validation === undefined ? [] : [validation]),
      ]) {
        t.same(linter.verify(`var f = ${source};`, { languageOptions }), [], `${name}/_design/${design}`);
        functions += 1;
      }
    }
  }
  t.ok(functions > 10, `${functions} functions`);
  t.end();
});
