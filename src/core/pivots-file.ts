import { INDICATOR_TYPES } from './indicator.ts';
import { checkTemplate, type PivotSettings } from './pivots.ts';
import { savedAs } from './settings-file.ts';
import { type Message, message } from './words.ts';
import { z } from './schema.ts';

const VERSION = 1;
const fileSchema = z.object({
  telltale: z.literal('tools'),
  version: z.number().int().min(1),
  own: z.array(z.unknown()).max(1000).default([]),
  hidden: z.array(z.string()).default([]),
  order: z.array(z.string()).max(1000).default([]),
});
const toolSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(60),
  types: z.array(z.enum(INDICATOR_TYPES)).min(1),
  template: z.string().max(2048),
});

/** The user's tools, which of the others are hidden, and the order, to hand to colleagues. Which hosts were agreed to is not in it. */
export function writePivotsFile({ own, hidden, order }: PivotSettings): string {
  return `${JSON.stringify({ telltale: 'tools', version: VERSION, own, hidden, order }, undefined, 2)}\n`;
}

export type PivotsFile =
  | {
      ok: true;
      pivots: Omit<PivotSettings, 'confirmed'>;
      /** How many tools it brings that were not there. */
      added: number;
      /** What of it cannot be used, in words; the rest can. */
      problems: Message[];
    }
  | { ok: false; reason: Message };

const MOST_TOOLS = 100;

/** Such a file joined with one's own tools: theirs are added, nothing is lost; what is hidden and the order are the file's. */
export function readPivotsFile(text: string, mine: PivotSettings): PivotsFile {
  if (text.trim() === '') return { ok: false, reason: message('fileEmpty') };
  const json = parseJson(text);
  const file = fileSchema.safeParse(json).data;
  if (!file)
    return { ok: false, reason: message(savedAs(json) === 'settings' ? 'fileIsSettings' : 'fileNoTools') };
  const own = [...mine.own];
  const problems: Message[] = file.version > VERSION ? [message('fileNewer')] : [];
  for (const raw of file.own) {
    const tool = toolSchema.safeParse(raw).data;
    const checked = tool && checkTemplate(tool.template);
    if (!tool || !checked?.ok) {
      problems.push(leftOut(nameOf(raw), checked?.ok === false ? checked.reason : message('cannotBeRead')));
      continue;
    }
    if (own.some(({ id, template }) => id === tool.id || template === tool.template)) continue;
    if (own.length >= MOST_TOOLS) {
      problems.push(message('toolNoRoom', { name: tool.name, most: MOST_TOOLS }));
      continue;
    }
    own.push(tool);
  }
  const pivots = { own, hidden: file.hidden, order: file.order };
  return { ok: true, pivots, added: own.length - mine.own.length, problems };
}

function nameOf(raw: unknown): string | undefined {
  const name = typeof raw === 'object' && raw !== null && 'name' in raw ? raw.name : undefined;
  return typeof name === 'string' ? name.slice(0, 60) : undefined;
}

function leftOut(name: string | undefined, reason: Message): Message {
  return name === undefined
    ? message('toolLeftOut', { reason })
    : message('toolLeftOutNamed', { name, reason });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
