import { defineConfig } from 'oxlint';

/** Who may import whom. test/unit/repo/arrows.test.ts proves that each arrow that is missing here is refused. */
const ROOMS = {
  core: ['core'],
  api: ['api', 'core'],
  import: ['import', 'core'],
  export: ['export', 'core'],
  store: ['store', 'core'],
  extension: ['extension', 'core'],
  worker: ['worker', 'core', 'api', 'import', 'store', 'extension'],
  page: ['page', 'core', 'extension/messages.ts'],
  ui: ['ui', 'core', 'extension', 'export'],
};
type Room = keyof typeof ROOMS;

const PARENT = {
  group: ['../**', '**/../**'],
  message: "Across rooms by alias ('@/core/refang.ts'), within a room by './'.",
};
const OUTSIDE = { group: ['@@/**'], message: 'The product imports nothing from outside src.' };
const BROWSER_API = {
  group: ['wxt/browser', 'webextension-polyfill', '@wxt-dev/*'],
  message: 'Only src/extension imports the browser API.',
};
const IMPURE = {
  group: ['wxt/**', 'idb', 'preact', 'preact/**', 'node:*'],
  message: 'core is pure: values in, values out.',
};
const HEAVY = {
  group: ['zod', 'zod/**', 'idb', 'tldts', 'tldts/**'],
  message: 'This must never enter the content script.',
};
// A path, not a pattern: what one pattern lets through ("!@/core/**") no other pattern of the rule can refuse.
const SETTINGS = {
  name: '@/core/settings.ts',
  allowTypeImports: true,
  message: 'settings.ts brings zod along, which must never enter the content script: import its types only.',
};

const NETWORK = globals(
  'Only src/api talks to the network: opening a page sends nothing anywhere.',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
);
const BROWSER = globals('The browser API is imported, and in src/extension only.', 'browser', 'chrome');
const DATABASE = globals(
  "Only src/store opens databases; in a content script indexedDB is the page's own.",
  'indexedDB',
);
const TIMER = globals('The worker may die at any await: alarms, not timers.', 'setInterval');
const DOM = globals(
  'core is pure: no DOM, no timers.',
  'document',
  'window',
  'navigator',
  'localStorage',
  'setTimeout',
  'setInterval',
);

const HTML = properties(
  'Text reaches the DOM through textContent or escaped JSX only.',
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'setHTMLUnsafe',
  'createContextualFragment',
  'document.write',
  'document.writeln',
);
const CLOCK = properties(
  'core has neither clock nor dice: they are arguments.',
  'Date.now',
  'performance.now',
  'Math.random',
);

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'react', 'jsx-a11y', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['.output', '.wxt', 'test/fixtures', 'demo-output', 'test-results'],
  env: { browser: true, node: true, es2024: true },
  // Preact takes the attribute by its own name.
  settings: { 'jsx-a11y': { attributes: { for: ['for', 'htmlFor'] } } },
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/only-throw-error': 'error',
    'typescript/return-await': 'error',
    'typescript/no-deprecated': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'eslint/eqeqeq': 'error',
    'eslint/no-fallthrough': 'error',
    'eslint/no-var': 'error',
    'eslint/no-restricted-properties': ['error', ...HTML],
    'import/no-cycle': ['error', { ignoreTypes: true }],
    'promise/always-return': ['error', { ignoreLastCallback: true }],
    'react/jsx-no-target-blank': 'error',
    'react/no-danger': 'error',
    'unicorn/no-abusive-eslint-disable': 'error',
    'unicorn/prefer-node-protocol': 'error',

    // The compiler does it better: a function whose return type leaves out `undefined` must return on every path.
    'typescript/consistent-return': 'off',
    // Our objects are closures: nothing here has a `this` to lose.
    'typescript/unbound-method': 'off',
    // House style asks for a comment at each cast instead.
    'typescript/no-unsafe-type-assertion': 'off',
    // Steps that follow one another are the rule here: pages of a sync, moves of a test.
    'eslint/no-await-in-loop': 'off',
    'eslint/no-underscore-dangle': 'off',
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': 'off',
    // role="status" is announced more reliably than <output>.
    'jsx-a11y/prefer-tag-over-role': 'off',
    'react/react-in-jsx-scope': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-array-sort': 'off',
    'oxc/no-map-spread': 'off',
  },
  overrides: [
    {
      files: ['src/**'],
      rules: {
        'import/no-default-export': 'error',
        'eslint/no-restricted-imports': imports([PARENT, OUTSIDE, BROWSER_API]),
        'eslint/no-restricted-globals': ['error', ...NETWORK, ...BROWSER, ...DATABASE],
      },
    },
    room('core', [BROWSER_API, IMPURE], [...NETWORK, ...BROWSER, ...DATABASE, ...DOM]),
    room('api', [BROWSER_API], [...BROWSER, ...DATABASE, ...TIMER]),
    room('import', [BROWSER_API], [...NETWORK, ...BROWSER, ...DATABASE]),
    room('export', [BROWSER_API], [...NETWORK, ...BROWSER, ...DATABASE]),
    room('store', [BROWSER_API], [...NETWORK, ...BROWSER, ...TIMER]),
    room('extension', [], [...NETWORK, ...BROWSER, ...DATABASE, ...TIMER]),
    room('worker', [BROWSER_API], [...NETWORK, ...BROWSER, ...DATABASE, ...TIMER]),
    room('page', [BROWSER_API, HEAVY], [...NETWORK, ...BROWSER, ...DATABASE], [SETTINGS]),
    room('ui', [BROWSER_API], [...NETWORK, ...BROWSER, ...DATABASE]),
    {
      files: ['src/core/**'],
      rules: { 'eslint/no-restricted-properties': ['error', ...HTML, ...CLOCK] },
    },
    {
      files: ['entrypoints/**'],
      rules: {
        'eslint/no-restricted-imports': imports([PARENT, OUTSIDE]),
        'eslint/no-restricted-globals': ['error', ...NETWORK, ...BROWSER, ...DATABASE, ...TIMER],
      },
    },
    {
      // Plain JavaScript has no types to check.
      files: ['**/*.mjs'],
      rules: {
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
    {
      files: ['test/**'],
      rules: {
        // Hostile pages are made of strings.
        'eslint/no-restricted-properties': 'off',
        // Playwright reads a fixture's needs from its first parameter, which must be a pattern.
        'eslint/no-empty-pattern': 'off',
        'vitest/no-conditional-expect': 'off',
      },
    },
    {
      files: ['test/support/**'],
      rules: {
        'eslint/no-restricted-imports': imports([
          {
            group: ['@/**', '@@/**', '**/src/**'],
            message: 'What judges the product shares no code with it.',
          },
        ]),
      },
    },
  ],
});

interface Pattern {
  group: string[];
  message: string;
}
type RestrictedPath = typeof SETTINGS;

function room(
  name: Room,
  patterns: Pattern[],
  restrictedGlobals: ReturnType<typeof globals>,
  paths: RestrictedPath[] = [],
) {
  const arrows = {
    group: [
      '@/*/**',
      ...ROOMS[name].map((allowed) => `!@/${allowed.endsWith('.ts') ? allowed : `${allowed}/**`}`),
    ],
    message: `src/${name} may import only from: ${ROOMS[name].join(', ')}.`,
  };
  const globalsRule: ['error', ...typeof restrictedGlobals] = ['error', ...restrictedGlobals];
  return {
    files: [`src/${name}/**`],
    rules: {
      'eslint/no-restricted-imports': imports([arrows, PARENT, OUTSIDE, ...patterns], paths),
      'eslint/no-restricted-globals': globalsRule,
    },
  };
}

function imports(
  patterns: Pattern[],
  paths: RestrictedPath[] = [],
): ['error', { paths: RestrictedPath[]; patterns: Pattern[] }] {
  return ['error', { paths, patterns }];
}

function globals(message: string, ...names: string[]) {
  return names.map((name) => ({ name, message }));
}

/** "innerHTML" of any object, "document.write" of that one. */
function properties(message: string, ...names: string[]) {
  return names.map((name) => {
    const [object, property] = name.split('.');
    return property ? { object, property, message } : { property: name, message };
  });
}
