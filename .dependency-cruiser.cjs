/** The house (docs/architecture.md): arrows point down only. */
const layer = (from, to, comment) => ({
  name: `${from}-not-to-${to.join('-')}`,
  comment,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: `^(${to.join('|')})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    layer(
      'records',
      ['templates', 'sync', 'node-server', 'central', 'cli', 'tests', 'bench'],
      'records/ is the bottom',
    ),
    layer(
      'templates',
      ['sync', 'node-server', 'central', 'cli', 'tests', 'bench'],
      'templates/ knows records/ only',
    ),
    layer(
      'sync',
      ['templates', 'node-server', 'central', 'cli', 'tests', 'bench'],
      'sync/ knows records/ only',
    ),
    layer('node-server', ['central', 'cli', 'tests', 'bench'], 'the facility never imports the centre'),
    layer('central', ['node-server', 'cli', 'tests', 'bench'], 'the centre never imports the facility'),
    layer('cli', ['tests', 'bench'], 'cli/ is the top'),
    {
      name: 'records-are-pure',
      comment: 'records/: no I/O, no npm dependency but the schema library; hashes and signatures are pure',
      severity: 'error',
      from: { path: '^records/', pathNot: '\\.test\\.ts$' },
      to: { path: '.', pathNot: '^records/|node_modules/joi/|^(node:)?crypto$' },
    },
    {
      name: 'ink-in-screens-only',
      severity: 'error',
      from: { pathNot: '^cli/(screens|components)/' },
      to: { path: 'node_modules/(ink|react|@inkjs)/' },
    },
    {
      name: 'no-pouchdb-in-cli',
      severity: 'error',
      from: { path: '^cli/', pathNot: '\\.test\\.tsx?$' },
      to: { path: 'node_modules/(pouchdb|leveldown)' },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      from: { path: '^(records|templates|sync|node-server|central|cli)/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    exclude: { path: '^dist/' },
  },
};
