import fc from 'fast-check';
import t from 'tap';
import { patientId } from './ids.js';
import { PersonLinks, readLink, type LinkDecision } from './person-links.js';

const [a, b, c] = [patientId('BR1042', 1), patientId('BR0977', 1), patientId('BR1042', 2)];

function link(one: string, other: string, decision: LinkDecision['decision'], undone = false): LinkDecision {
  const [first = '', second = ''] = [one, other].sort();
  return {
    ...{ _id: `link:${first}:${second}`, type: 'link', a: first, b: second, decision },
    ...{ by: 'anita.dho', at: '2026-11-28T06:00:00.000Z' },
    ...(undone && { undone: { by: 'anita.dho', at: '2026-11-29T06:00:00.000Z' } }),
  };
}

function linksOf(...decisions: LinkDecision[]): PersonLinks {
  const links = new PersonLinks();
  for (const one of decisions) links.apply(one);
  return links;
}

t.test('two ids that somebody said are one person are one from either side, until it is undone', (t) => {
  const links = linksOf(link(a, b, 'same'));
  t.same(links.idsOf(a), [a, b]);
  t.same(links.idsOf(b), [b, a]);
  t.match(links.othersOf(a), [{ id: b, link: { by: 'anita.dho' } }]);
  t.same(links.idsOf(c), [c]);
  links.apply(link(a, b, 'same', true));
  t.same(links.idsOf(a), [a]);
  links.apply(link(a, b, 'same'));
  t.same(links.idsOf(b), [b, a], 'and can be decided anew');
  links.apply(link(a, b, 'different'));
  t.same(links.idsOf(b), [b]);
  t.end();
});

t.test('a third id joins through the second, unless somebody said that first and third differ', (t) => {
  t.same(linksOf(link(a, b, 'same'), link(b, c, 'same')).idsOf(a), [a, b, c]);
  const parted = linksOf(link(a, b, 'same'), link(b, c, 'same'), link(a, c, 'different'));
  t.same(parted.idsOf(a), [a, b]);
  t.same(parted.idsOf(c), [c, b]);
  t.end();
});

t.test('in whatever order and however often decisions come, they come to the same', (t) => {
  const ids = Array.from({ length: 5 }, (_, i) => patientId('BR1042', i + 1));
  const pairs = ids.flatMap((one, i) => ids.slice(i + 1).map((other) => [one, other] as const));
  const decision = fc.record({
    decision: fc.constantFrom('same', 'different'),
    undone: fc.boolean(),
  } as const);
  const some = fc.array(fc.option(decision, { nil: null }), {
    minLength: pairs.length,
    maxLength: pairs.length,
  });
  fc.assert(
    fc.property(some, fc.infiniteStream(fc.nat()), (said, random) => {
      const all = said.flatMap((one, i) => {
        const [first, second] = pairs[i] ?? [];
        return one && first && second ? [link(first, second, one.decision, one.undone)] : [];
      });
      const other = [...all, ...all].sort(() => ((random.next().value as number) % 2) - 0.5);
      for (const id of ids) {
        t.same(
          linksOf(...other)
            .idsOf(id)
            .sort(),
          linksOf(...all)
            .idsOf(id)
            .sort(),
        );
      }
    }),
    { numRuns: 50 },
  );
  t.end();
});

t.test('what is no decision, or one of an unknown kind, is passed over', (t) => {
  t.equal(readLink({ type: 'referral-in' }), null);
  t.equal(readLink({ ...link(a, b, 'same'), decision: 'perhaps' }), null);
  t.match(readLink(link(a, b, 'same')), { a: link(a, b, 'same').a });
  t.end();
});
