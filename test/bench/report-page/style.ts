/** The style sheet of the report: utility classes as the usual generators write them, most of which this page does not use, and some of its own. */
export function styleSheet(): string {
  const wide = [...layout(), ...columns()].map(([name, body]) => rule(`md\\:${name}`, body));
  return [
    BASE,
    ...[...spacing(), ...layout(), ...columns(), ...type(), ...colours()].map(([name, body]) =>
      rule(name, body),
    ),
    ...colours().map(([name, body]) => `.hover\\:${name}:hover{${body}}`),
    `@media (min-width:768px){${wide.join('\n')}}`,
  ].join('\n');
}

type Utility = [name: string, body: string];
const rule = (name: string, body: string) => `.${name}{${body}}`;

const STEPS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16];
const SIDES = {
  '': [''],
  x: ['-left', '-right'],
  y: ['-top', '-bottom'],
  t: ['-top'],
  r: ['-right'],
  b: ['-bottom'],
  l: ['-left'],
};
function spacing(): Utility[] {
  const sized = (short: string, property: string): Utility[] =>
    Object.entries(SIDES).flatMap(([side, ends]) =>
      STEPS.map((step): Utility => [
        `${short}${side}-${step}`,
        ends.map((end) => `${property}${end}:${step / 4}rem`).join(';'),
      ]),
    );
  return [
    ...sized('p', 'padding'),
    ...sized('m', 'margin'),
    ...STEPS.flatMap((step): Utility[] => [
      [`gap-${step}`, `gap:${step / 4}rem`],
      [`w-${step}`, `width:${step / 4}rem`],
      [`h-${step}`, `height:${step / 4}rem`],
    ]),
    ['mx-auto', 'margin-left:auto;margin-right:auto'],
    ['ml-auto', 'margin-left:auto'],
  ];
}

function layout(): Utility[] {
  return [
    ...['block', 'inline-block', 'flex', 'grid'].map((each): Utility => [each, `display:${each}`]),
    ['hidden', 'display:none'],
    ...['relative', 'absolute', 'sticky'].map((each): Utility => [each, `position:${each}`]),
    ['items-center', 'align-items:center'],
    ['justify-between', 'justify-content:space-between'],
    ['flex-col', 'flex-direction:column'],
    ['w-full', 'width:100%'],
    ['min-h-screen', 'min-height:100vh'],
    ['overflow-auto', 'overflow:auto'],
    ['top-0', 'top:0'],
    ['right-0', 'right:0'],
  ];
}

function columns(): Utility[] {
  return [1, 2, 3, 4, 6].flatMap((count): Utility[] => [
    [`grid-cols-${count}`, `grid-template-columns:repeat(${count},minmax(0,1fr))`],
    [`col-span-${count}`, `grid-column:span ${count} / span ${count}`],
  ]);
}

const SIZES = { xs: 0.75, sm: 0.875, base: 1, lg: 1.125, xl: 1.25, '2xl': 1.5, '3xl': 1.875, '4xl': 2.25 };
function type(): Utility[] {
  return [
    ...Object.entries(SIZES).map(([name, size]): Utility => [
      `text-${name}`,
      `font-size:${size}rem;line-height:1.5`,
    ]),
    ...['left', 'center', 'right'].map((each): Utility => [`text-${each}`, `text-align:${each}`]),
    ...Object.entries({ normal: 400, semibold: 600, bold: 700 }).map(([name, weight]): Utility => [
      `font-${name}`,
      `font-weight:${weight}`,
    ]),
    ['uppercase', 'text-transform:uppercase;letter-spacing:.05em'],
    ['list-disc', 'list-style:disc'],
    ['rounded', 'border-radius:.25rem'],
    ['border', 'border-width:1px'],
    ['border-b', 'border-bottom-width:1px'],
    ['shadow', 'box-shadow:0 1px 3px rgb(0 0 0/.1)'],
    ['shadow-lg', 'box-shadow:0 10px 15px rgb(0 0 0/.1)'],
  ];
}

const HUES = { slate: [215, 20], blue: [220, 85], red: [0, 75] };
const SHADES = [50, 100, 200, 300, 500, 600, 700, 800, 900];
function colours(): Utility[] {
  const named = Object.entries(HUES).flatMap(([hue, [angle, strength]]) =>
    SHADES.map((shade): Utility => [`${hue}-${shade}`, `hsl(${angle} ${strength}% ${100 - shade / 10.5}%)`]),
  );
  return [...named, ['white', '#fff'] as Utility].flatMap(([name, colour]): Utility[] => [
    [`text-${name}`, `color:${colour}`],
    [`bg-${name}`, `background-color:${colour}`],
    [`border-${name}`, `border-color:${colour}`],
  ]);
}

const BASE = `*,::before,::after{box-sizing:border-box;border:0 solid #e2e8f0}
html{font-family:system-ui,sans-serif;line-height:1.5;-webkit-text-size-adjust:100%}
body,h1,h2,h3,p,figure,pre,ul,ol{margin:0}
ul,ol{padding:0;list-style:none}
a{color:inherit;text-decoration:none}
button,input{font:inherit;color:inherit;background:none}
img,svg{display:block;max-width:100%;height:auto}
table{border-collapse:collapse}
.container{width:100%;max-width:80rem}
.progress{position:fixed;z-index:2;top:0;left:0;width:100%;height:3px;background:#1d4ed8;transform-origin:0 0}
.contents{top:5rem;max-height:80vh;overflow:auto}
header.sticky{z-index:1}
.prose p,.prose li{max-width:72ch;font-size:1.0625rem;line-height:1.75}
.prose a{color:#1d4ed8;text-decoration:underline}
.prose figure:first-of-type img{aspect-ratio:5/2}
.prose tbody tr:nth-child(even){background:#f8fafc}
.prose pre code{font-family:ui-monospace,monospace;tab-size:2}
.prose>section+section{border-top:1px solid #e2e8f0;padding-top:1rem}
.token.comment{color:#94a3b8;font-style:italic}
.token.string{color:#86efac}
.token.keyword{color:#93c5fd}
.token.number{color:#fca5a5}
.token.variable{color:#fde68a}
@media print{header,aside,form,footer{display:none}}`;
