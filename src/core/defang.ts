import type { Observable } from './indicator.ts';

/**
 * The house spelling for showing and copying: "hxxps://evil[.]example/a.php", "192.0.2[.]1", "a[@]b[.]example". Every dot of a
 * host is bracketed, of an address the last, dots of paths stay; hashes and ids are left as they are. refang() undoes it.
 */
export function defang({ type, value }: Observable): string {
  switch (type) {
    case 'ipv4':
      return value.replace(/\.(?=\d+(?:\/\d+)?$)/, '[.]');
    case 'domain':
      return value.replaceAll('.', '[.]');
    case 'ipv6':
      return value.replace(/:(?=[0-9a-f.]*$)/, '[:]');
    case 'email':
      return value.replace(
        /^(.*)@(.*)$/,
        (_, local: string, host: string) => `${local}[@]${host.replaceAll('.', '[.]')}`,
      );
    case 'url':
      return value.replace(
        /^([a-z]+):\/\/([^/?#]*)/,
        (_, scheme: string, authority: string) =>
          `${DEFANGED[scheme] ?? scheme}://${authority.replaceAll('.', '[.]')}`,
      );
    default:
      return value;
  }
}

const DEFANGED: Record<string, string> = {
  http: 'hxxp',
  https: 'hxxps',
  ftp: 'fxp',
  ftps: 'fxps',
  sftp: 'sfxp',
};
