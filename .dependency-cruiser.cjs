/** The arrows of ARCHITECTURE.md, section "Imports point one way": what may import what. `npm run imports` holds them. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may import only ${allowed.join(', ')}`,
  from: { path: `^${from}/`, pathNot: '\\.test\\.ts$' },
  to: {
    pathNot: [`^${from}/`, ...allowed.map((path) => `^${path}`), '^node_modules/', '^node:'],
    dependencyTypesNot: ['core'],
  },
});

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared-packages',
      severity: 'error',
      from: { pathNot: '(\\.test\\.tsx?$|vitest\\.config\\.ts$)' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    only('contracts-stand-alone', 'contracts/src', []),
    only('policy-is-pure', 'worker/src/policy', ['contracts/']),
    only('flows-decide', 'worker/src/flows', ['worker/src/policy/', 'contracts/']),
    {
      name: 'flows-and-policy-touch-nothing',
      severity: 'error',
      comment: 'Deciders are pure: of Node only the hash function.',
      from: { path: '^worker/src/(flows|policy)/', pathNot: '\\.test\\.ts$|/rehearsal/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    only('systems-translate', 'worker/src/systems', ['worker/src/policy/', 'worker/src/http/', 'contracts/']),
    only('http-knows-no-system', 'worker/src/http', ['worker/src/policy/', 'contracts/']),
    only('engine-knows-no-system', 'worker/src/engine', ['worker/src/policy/', 'contracts/']),
    only('dispatch-is-the-way-out', 'worker/src/dispatch', [
      'worker/src/policy/',
      'worker/src/engine/engine\\.ts$',
      'worker/src/systems/(system|limits)\\.ts$',
      'contracts/',
    ]),
    only('transcripts-listen', 'worker/src/transcripts', [
      'worker/src/policy/',
      'worker/src/config/configuration\\.ts$',
      'worker/src/dispatch/dispatch\\.ts$',
      'worker/src/systems/system\\.ts$',
      'worker/src/telemetry/log\\.ts$',
      'contracts/',
    ]),
    {
      name: 'the-sandbox-is-independent',
      severity: 'error',
      from: { path: '^e2e/(sandbox|vendors|checker)/' },
      to: { path: '^(worker|plugin|contracts|admin-ui)/' },
    },
    {
      name: 'nobody-leans-on-the-checker',
      severity: 'error',
      from: { path: '^(worker|plugin|contracts|admin-ui)/' },
      to: { path: '^e2e/' },
    },
    only('the-simulator-runs-the-worker', 'e2e/simulator', ['worker/src/', 'contracts/', 'e2e/mutants/']),
    only('promises-are-judged-by-stores', 'e2e/simulator/promises', ['e2e/simulator/world/', 'contracts/']),
    {
      name: 'production-code-imports-no-test',
      severity: 'error',
      from: { pathNot: '(\\.test\\.tsx?$|conformance\\.ts$|\\.bench\\.ts$|/bench\\.ts$)' },
      to: { path: '(\\.test\\.tsx?$|^node_modules/(vitest|fast-check)/)' },
    },
    {
      name: 'panel-features-apart',
      severity: 'error',
      from: { path: '^admin-ui/src/features/([^/]+)/' },
      to: { path: '^admin-ui/src/features/', pathNot: '^admin-ui/src/features/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(dist|build|node_modules/(?!@causeway))' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
