/** Who may import whom (docs/architecture.md). Every rule is an error. */
const services = '^apps/(gateway|model-proxy|feedback-api|analytics-worker)/';
const pages = '^apps/(chat|dashboard)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Entities point at each other lazily through foreign keys; nothing else may go in a circle.',
      severity: 'error',
      from: { pathNot: '^packages/database/src/entities/' },
      to: { circular: true },
    },
    {
      name: 'apps-do-not-import-apps',
      comment: 'Services meet through queues, the relay and the database schema only.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'packages-do-not-import-apps',
      comment: 'Dependencies go from apps to packages.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'Contracts run in a browser and depend on zod alone.',
      severity: 'error',
      from: { path: '^packages/contracts/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^packages/contracts/src', 'node_modules/zod', 'node_modules/\\.pnpm/zod@'] },
    },
    {
      name: 'pages-are-browser-only',
      comment: 'Pages import contracts, ui and the client; never a package that runs on a server.',
      severity: 'error',
      from: { path: [pages, '^packages/ui/'] },
      to: { path: '^packages/(config|database|queues|service|embedded|observability|testing)/' },
    },
    {
      name: 'ui-has-no-data-access',
      comment: 'Shared components show what they are given.',
      severity: 'error',
      from: { path: '^packages/ui/' },
      to: { path: '^packages/sdk/' },
    },
    {
      name: 'only-database-and-repositories-use-typeorm',
      comment: 'SQL lives in repositories.',
      severity: 'error',
      from: {
        path: services,
        pathNot: ['\\.repository\\.ts$', '\\.test\\.ts$', '/test/'],
      },
      to: { path: 'node_modules/(\\.pnpm/)?typeorm' },
    },
    {
      name: 'only-queues-uses-bullmq',
      comment: 'The backend and the experimental relay stay behind one interface.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: '^packages/queues/' },
      to: { path: 'node_modules/(\\.pnpm/)?(bullmq|ioredis)' },
    },
    {
      name: 'only-observability-uses-pino',
      comment: 'One place decides what a log line looks like and what it must not hold.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: '^packages/observability/' },
      to: { path: 'node_modules/(\\.pnpm/)?pino' },
    },
    {
      name: 'controllers-do-not-reach-past-services',
      comment: 'Controllers and workers speak to services; services speak to repositories.',
      severity: 'error',
      from: { path: '\\.(controller|worker)\\.ts$' },
      to: { path: '\\.repository\\.ts$' },
    },
    {
      name: 'repositories-decide-nothing',
      comment: 'A repository never calls a service.',
      severity: 'error',
      from: { path: '\\.repository\\.ts$' },
      to: { path: '\\.service\\.ts$' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere hides from every other rule.',
      severity: 'error',
      from: { path: '^(apps|packages|examples|test)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-preview|test-results|\\.turbo)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
    },
  },
};
