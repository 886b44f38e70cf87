/** @jsxImportSource react */
/* oxlint-disable react/no-array-index-key -- nothing of a published article moves */
import { useEffect, useRef, useState } from 'react';
import { PICTURES, type Block, type Report, type Section } from './content.ts';
import { highlight } from './highlight.ts';

const MENU = {
  Platform: ['Endpoint', 'Network', 'Identity', 'Cloud'],
  Services: ['Response', 'Hunting', 'Assessment'],
  Research: ['Reports', 'Tools', 'Glossary'],
};

const FOOTER = {
  Company: ['About', 'Careers', 'Press', 'Partners', 'Contact'],
  Products: ['Endpoint', 'Network', 'Identity', 'Cloud', 'Mail'],
  Learn: ['Reports', 'Webinars', 'Glossary', 'Podcast', 'Events'],
  Legal: ['Imprint', 'Privacy', 'Terms', 'Cookies', 'Disclosure'],
};

/** The whole page of a vendor's research blog, the same on the server and in the browser. */
export function Page({ report }: { report: Report }) {
  return (
    <div className="min-h-screen bg-white text-slate-900">
      <Progress />
      <Header />
      <div className="container mx-auto grid gap-8 px-4 py-8 md:grid-cols-4">
        <Contents sections={report.sections} />
        <main className="prose md:col-span-3">
          <p className="text-sm uppercase text-blue-700">Threat research</p>
          <h1 className="text-4xl font-bold">{report.title}</h1>
          <p className="text-sm text-slate-600">
            By {report.author}, <time dateTime={report.published}>{report.published}</time>
          </p>
          <Picture source="0.png" caption="" size={PICTURES[0]} />
          {report.sections.map((section) => (
            <section key={section.id} className="mt-8">
              <h2 id={section.id} className="text-2xl font-semibold">
                {section.heading}
              </h2>
              {section.blocks.map((block, at) => (
                <BlockView key={at} block={block} />
              ))}
            </section>
          ))}
          <Subscribe />
        </main>
      </div>
      <Related titles={report.related} />
      <Footer />
    </div>
  );
}

function Footer() {
  return (
    <footer className="bg-slate-900 px-4 py-8 text-sm text-slate-300">
      <div className="container mx-auto grid gap-6 md:grid-cols-4">
        {Object.entries(FOOTER).map(([heading, names]) => (
          <div key={heading}>
            <h3 className="font-semibold text-white">{heading}</h3>
            <ul>
              {names.map((name) => (
                <li key={name} className="py-1">
                  <a className="hover:text-white" href={`/${name.toLowerCase()}`}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </footer>
  );
}

function Header() {
  const [open, setOpen] = useState<string>();
  return (
    <header className="sticky top-0 border-b border-slate-200 bg-white shadow">
      <nav className="container mx-auto flex items-center gap-6 px-4 py-3">
        <a className="flex items-center gap-2 font-bold" href="/">
          <svg className="h-8 w-8" viewBox="0 0 32 32" aria-hidden="true">
            <circle cx="16" cy="16" r="15" />
            <path d="M9 21 16 8l7 13z" fill="#fff" />
          </svg>
          Fern Bank Research
        </a>
        {Object.entries(MENU).map(([name, items]) => (
          <div key={name} className="relative hidden md:block">
            <button
              className="rounded px-2 py-1 hover:bg-slate-100"
              aria-expanded={open === name}
              onClick={() => setOpen(open === name ? undefined : name)}
            >
              {name}
            </button>
            <ul className={open === name ? 'absolute rounded bg-white p-4 shadow-lg' : 'hidden'}>
              {items.map((item) => (
                <li key={item} className="py-1">
                  <a className="hover:text-blue-700" href={`/${item.toLowerCase()}`}>
                    {item}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <input
          className="ml-auto rounded border border-slate-300 px-3 py-1"
          type="search"
          aria-label="Search"
        />
        <a className="rounded bg-blue-700 px-4 py-2 font-semibold text-white hover:bg-blue-800" href="/demo">
          Ask for a demo
        </a>
      </nav>
    </header>
  );
}

/** How far one has read, along the window's upper edge. */
function Progress() {
  const [share, setShare] = useState(0);
  useEffect(() => {
    const read = () => setShare(scrollY / Math.max(1, document.documentElement.scrollHeight - innerHeight));
    read();
    addEventListener('scroll', read, { passive: true });
    return () => removeEventListener('scroll', read);
  }, []);
  return <div className="progress" style={{ transform: `scaleX(${share})` }} />;
}

/** The table of contents names the section that is being read. */
function Contents({ sections }: { sections: Section[] }) {
  const [current, setCurrent] = useState(sections[0]?.id);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      const shown = entries.find(({ isIntersecting }) => isIntersecting);
      if (shown) setCurrent(shown.target.id);
    });
    for (const heading of document.querySelectorAll('h2[id]')) observer.observe(heading);
    return () => observer.disconnect();
  }, []);
  return (
    <aside className="hidden md:block">
      <ol className="sticky contents text-sm">
        {sections.map(({ id, heading }) => (
          <li key={id} className="py-1">
            <a className={id === current ? 'font-semibold text-blue-700' : 'text-slate-600'} href={`#${id}`}>
              {heading}
            </a>
          </li>
        ))}
      </ol>
    </aside>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'text':
      return (
        <p className="mt-4">
          <Inline text={block.text} />
        </p>
      );
    case 'list':
      return (
        <ul className="mt-4 list-disc pl-6">
          {block.items.map((item, at) => (
            <li key={at}>
              <Inline text={item} />
            </li>
          ))}
        </ul>
      );
    case 'code':
      return <Code text={block.text} />;
    case 'table':
      return <Table head={block.head} rows={block.rows} />;
    case 'picture':
      return <Picture source={block.source} caption={block.caption} size={PICTURES[1]} />;
    case 'diagram':
      return <Diagram caption={block.caption} />;
  }
}

const INLINE = /(\[\d+\]|\b\w+\.(?:exe|dll|docx|ps1|js|zip|lnk|py|tmp|dat|pdf)\b|https?:\/\/[^\s),;]+\w)/;

/** Files in the type of code, addresses and references as links. */
function Inline({ text }: { text: string }) {
  return text.split(INLINE).map((part, at) => {
    if (at % 2 === 0) return part;
    if (part.startsWith('[')) return <sup key={at}>{part}</sup>;
    return part.startsWith('http') ? (
      <a key={at} href={part}>
        {part}
      </a>
    ) : (
      <code key={at}>{part}</code>
    );
  });
}

function Code({ text }: { text: string }) {
  const code = useRef<HTMLElement>(null);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (code.current) highlight(code.current);
  }, []);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <div className="relative mt-4">
      <button className="absolute right-0 rounded bg-slate-700 px-2 py-1 text-xs text-white" onClick={copy}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
      <pre className="overflow-auto rounded bg-slate-900 p-4 text-sm text-slate-100">
        <code ref={code}>{text}</code>
      </pre>
    </div>
  );
}

function Table({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <div className="mt-4 overflow-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="bg-slate-100">
            {head.map((cell) => (
              <th key={cell} className="p-2 text-left">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at} className="border-b border-slate-200">
              {row.map((cell, column) => (
                <td key={column} className="p-2">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Picture({
  source,
  caption,
  size: [width, height],
}: {
  source: string;
  caption: string;
  size: readonly [number, number];
}) {
  return (
    <figure className="mt-6">
      <img
        className="w-full rounded"
        src={`/report/${source}`}
        alt=""
        width={width}
        height={height}
        loading={caption ? 'lazy' : 'eager'}
      />
      {caption && <figcaption className="mt-2 text-sm text-slate-600">{caption}</figcaption>}
    </figure>
  );
}

/** How the stages follow one another. */
function Diagram({ caption }: { caption: string }) {
  return (
    <figure className="mt-6">
      <svg className="w-full" viewBox="0 0 720 120" role="img" aria-label={caption}>
        {['Mail', 'Archive', 'Script', 'Loader', 'Implant'].map((stage, at) => (
          <g key={stage} transform={`translate(${at * 145 + 10} 30)`}>
            <rect width="110" height="60" rx="8" fill="#dbeafe" stroke="#1d4ed8" />
            <text x="55" y="36" textAnchor="middle">
              {stage}
            </text>
          </g>
        ))}
      </svg>
      <figcaption className="mt-2 text-sm text-slate-600">{caption}</figcaption>
    </figure>
  );
}

function Subscribe() {
  const [address, setAddress] = useState('');
  return (
    <form className="mt-12 rounded border border-slate-200 p-6">
      <label className="block font-semibold" htmlFor="address">
        New reports by mail
      </label>
      <input
        id="address"
        className="mt-2 rounded border border-slate-300 px-3 py-2"
        type="email"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <button className="ml-2 rounded bg-blue-700 px-4 py-2 text-white" disabled={!address.includes('@')}>
        Subscribe
      </button>
    </form>
  );
}

function Related({ titles }: { titles: string[] }) {
  return (
    <section className="bg-slate-50 px-4 py-12">
      <h2 className="text-2xl font-semibold">Related posts</h2>
      <div className="mt-6 grid gap-6 md:grid-cols-3">
        {titles.map((title) => (
          <a key={title} className="rounded bg-white p-6 shadow hover:shadow-lg" href="/reports">
            <span className="text-xs uppercase text-blue-700">Report</span>
            <h3 className="mt-2 font-semibold">{title}</h3>
          </a>
        ))}
      </div>
    </section>
  );
}
