import { fileURLToPath } from 'node:url';
import { defineConfig, type WxtViteConfig } from 'wxt';

/** The greeter and the annotator run in every frame that has text, those without a URL of their own included: webmail shows messages in srcdoc and about:blank frames. */
const frames = {
  matches: ['<all_urls>'],
  all_frames: true,
  match_about_blank: true,
  match_origin_as_fallback: true,
};

type Plugin = Extract<NonNullable<WxtViteConfig['plugins']>[number], { name: string }>;

/** What runs in pages. */
const IN_PAGES = [
  'annotate',
  'card',
  'drawn',
  'greeter',
  'inspector',
  'mail-reader',
  'marker',
  'walker',
  'warner',
];
/** Of that, what is run for what it answers; terser would drop a script's own value. */
const ANSWERING = new Set(['drawn', 'inspector', 'mail-reader']);

/**
 * What runs in pages is to be small, and the annotator runs in every frame of every page. 10 kB of polyfill would be a fifth of it: the
 * few calls that these scripts make answer with promises in every browser that we support. And terser makes them 3 % smaller than the
 * bundler's own minifier; elsewhere its `unsafe_methods` would break functions that are sent into a page as text.
 */
function smallPageScripts(): Plugin {
  let isInPage = false;
  return {
    name: 'small-page-scripts',
    enforce: 'pre',
    config({ build }) {
      const entry = JSON.stringify(build?.lib || {});
      const name = IN_PAGES.find((each) => entry.includes(`/${each}.ts`));
      isInPage = name !== undefined;
      return name === undefined || ANSWERING.has(name)
        ? undefined
        : { build: { minify: 'terser', terserOptions: name === 'annotate' ? AT_ONCE : TERSER } };
    },
    resolveId(source) {
      const isPolyfill = isInPage && source === '@wxt-dev/webextension-polyfill/browser';
      return isPolyfill ? fileURLToPath(import.meta.resolve('wxt/browser')) : undefined;
    },
  };
}

const TERSER = {
  ecma: 2020,
  compress: {
    passes: 5,
    pure_getters: true,
    unsafe: true,
    unsafe_arrows: true,
    unsafe_methods: true,
    hoist_funs: true,
    keep_fargs: false,
    unsafe_math: true,
  },
} as const;

/**
 * Chromium (136 and later) compiles every function of such a script as it comes. Nearly all of the annotator's run on every page, and to
 * pass over each first and come back for it later took a seventh of its time.
 */
const AT_ONCE = { ...TERSER, format: { preamble: '//# allFunctionsCalledOnLoad' } } as const;

export default defineConfig({
  srcDir: 'src',
  entrypointsDir: '../entrypoints',
  outDir: '.output',
  manifestVersion: 3,
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  // What the oldest supported browsers know need not be rewritten for older ones.
  vite: () => ({
    build: { cssTarget: ['chrome128', 'firefox140'] },
    plugins: [smallPageScripts()],
  }),
  manifest: ({ browser }) => ({
    name: 'Telltale',
    description: '__MSG_description__',
    default_locale: 'en',
    permissions: ['alarms', 'contextMenus', 'scripting', 'storage', 'tabs', 'unlimitedStorage'],
    host_permissions: ['<all_urls>'],
    incognito: 'spanning',
    omnibox: { keyword: 'tt' },
    commands: {
      'next-match': {
        suggested_key: { default: 'Alt+Shift+N' },
        description: '__MSG_commandNext__',
      },
      'previous-match': {
        suggested_key: { default: 'Alt+Shift+P' },
        description: '__MSG_commandPrevious__',
      },
      'lookup-selection': {
        suggested_key: { default: 'Alt+Shift+L' },
        description: '__MSG_commandLookup__',
      },
      // Chromium suggests keys for four commands at most; the panel shows whatever the popup does.
      _execute_action: browser === 'firefox' ? { suggested_key: { default: 'Alt+Shift+U' } } : {},
      // Chromium opens its side panel for a command of ours; Firefox has a command of its own for the sidebar.
      ...(browser === 'firefox'
        ? { _execute_sidebar_action: { suggested_key: { default: 'Alt+Shift+S' } } }
        : {
            'open-panel': {
              suggested_key: { default: 'Alt+Shift+S' },
              description: '__MSG_commandPanel__',
            },
          }),
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'telltale@telltale.invalid',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { minimum_chrome_version: '128', storage: { managed_schema: 'managed-schema.json' } }),
  }),
  hooks: {
    'build:manifestGenerated': (_wxt, manifest) => {
      manifest.content_scripts = [
        { ...frames, js: ['greeter.js'], run_at: 'document_start' },
        { ...frames, js: ['annotate.js'], run_at: 'document_idle' },
      ];
    },
  },
});
