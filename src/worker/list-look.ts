import type { ListLook } from '@/extension/messages.ts';
import { guessFormat, readHeader, whyNoList } from '@/import/read-list.ts';

const ROWS_SHOWN = 5;
const LONGEST_CELL = 120;

/** What a list seems to be, for the user to correct, from its first 64 KB and the name of its file. */
export function lookAtList({ beginning, name }: { beginning: string; name: string }): ListLook {
  const { header, sample, columns } = readHeader(beginning);
  const noList = whyNoList(beginning);
  return {
    ...(noList && { noList }),
    format: guessFormat(beginning, name),
    header: header.map(clip),
    sample: sample.slice(0, ROWS_SHOWN).map((cells) => cells.map(clip)),
    ...(columns && { columns }),
  };
}

function clip(cell: string): string {
  return cell.length > LONGEST_CELL ? `${cell.slice(0, LONGEST_CELL)}…` : cell;
}
