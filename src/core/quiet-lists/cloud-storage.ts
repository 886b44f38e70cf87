import type { QuietList } from './quiet-list.ts';

export const CLOUD_STORAGE: QuietList = {
  name: 'cloud storage',
  asOf: '2026-11-23',
  source:
    "Chosen by hand among well-known ones; checked against MISP's warning list of the LOTS project (living off trusted sites), version 20241104 (CC0). Services that closed are left out: their names may change hands.",
  kind: 'kindStorage',
  hosts: `
    1drv.ms 1fichier.com 4shared.com aliyuncs.com api.onedrive.com app.box.com attachments.office.net
    backblazeb2.com bashupload.com blob.core.windows.net box.com catbox.moe cloud.mail.ru
    digitaloceanspaces.com disk.yandex.com disk.yandex.ru dl.dropbox.com dl.dropboxusercontent.com
    docs.google.com drive.google.com drive.usercontent.google.com dropbox.com dropboxusercontent.com file.io
    filebin.net filemail.com files.catbox.moe firebasestorage.googleapis.com fromsmash.com gofile.io
    icloud.com krakenfiles.com linodeobjects.com litter.catbox.moe litterbox.catbox.moe mediafire.com
    mega.co.nz mega.io mega.nz myqcloud.com onedrive.live.com oraclecloud.com oshi.at pan.baidu.com
    pcloud.com pixeldrain.com rapidgator.net s3.amazonaws.com s3.wasabisys.com sendgb.com sendspace.com
    sharepoint.com storage.cloud.google.com storage.googleapis.com temp.sh tempfile.org terabox.com
    tmpfiles.org transfer.sh ufile.io uguu.se uploaded.net wasabisys.com we.tl wetransfer.com workupload.com
    yadi.sk
  `,
};
