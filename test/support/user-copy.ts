/** Runs in an extension page: the copy of what is the user's own. While it is written anew it cannot be read for a moment. */
export async function readUserCopy(): Promise<string> {
  try {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('user');
    return await (await handle.getFile()).text();
  } catch {
    return '';
  }
}
