/** The most common endings of files that are no top-level domains (as of 2026-11), so that pages full of them ask nothing. */
export const FILE_ENDINGS: ReadonlySet<string> = new Set(
  'aspx bat bin cmd css csv dll doc docx exe gif hta htm html iso jar jpeg jpg js json jsp lnk msi pdf php png ps1 rar scr svg sys txt vbs xls xlsm xlsx xml'.split(
    ' ',
  ),
);

/** Whether a name in small letters ends like a file. */
export function hasFileEnding(name: string): boolean {
  return FILE_ENDINGS.has(name.slice(lastDot(name) + 1));
}

/** lastIndexOf('.'), which is slow where the end is near. */
export function lastDot(name: string, from = name.length - 1): number {
  let at = from;
  while (at >= 0 && name.charCodeAt(at) !== 46) at--;
  return at;
}
