/** Which URLs stay on this machine. */

const HOSTS = ['127.0.0.1', '[::1]', 'localhost'];

export function isOnLoopback(url: string): boolean {
  return HOSTS.includes(new URL(url).hostname);
}
