/** The ports of the local run: nobody gets a port between the moment in which it is chosen and that in which it is used. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { holdPorts, listen } from '../../local/ports.ts';
import { reservePort } from '../support/reserved-port.ts';
import { closeServer } from '../support/loopback-server.ts';
import { until } from '../support/time/until.ts';

const servers: Server[] = [];
const newServer = () => {
  const server = createServer((_, response) => response.end('it is me'));
  servers.push(server);
  return server;
};
afterEach(() => Promise.all(servers.splice(0).map(closeServer)));

const textAt = async (port: number) => (await fetch(`http://127.0.0.1:${port}`)).text();

const ESTABLISHED = '01';

/** Whether a connection has this port as its local end (proc_net_tcp of the Linux kernel's documentation). */
async function isInUse(port: number): Promise<boolean> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n');
  return lines.some((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return local?.endsWith(`:${hex}`) === true && state === ESTABLISHED;
  });
}

describe('a port that is held', () => {
  test('is taken for everybody else, and answers nobody', async () => {
    const [held, ...others] = await holdPorts(0);
    await expect(listen(newServer(), held.number)).rejects.toThrow(
      `port ${held.number} of 127.0.0.1 is taken`,
    );
    await expect(textAt(held.number)).rejects.toThrow('fetch failed');
    for (const one of [held, ...others]) one.release();
  });

  test('is that of the server that takes it over', async () => {
    const [held, ...others] = await holdPorts(0);
    const server = newServer();
    expect(await listen(server, held)).toBe(held.number);
    expect(await textAt(held.number)).toBe('it is me');
    for (const one of others) one.release();
  });

  test('is asked for again: the error names it, and what to do', async () => {
    const [held, ...others] = await holdPorts(0);
    await expect(holdPorts(held.number)).rejects.toThrow(
      `port ${held.number} of 127.0.0.1 is taken (the gateway takes --port, provider and console the next two): choose another --port`,
    );
    for (const one of [held, ...others]) one.release();
  });
});

describe('a port that is reserved', () => {
  test('refuses connections', async () => {
    const { number, release } = await reservePort();
    await expect(textAt(number)).rejects.toThrow('fetch failed');
    release();
  });

  // The system gives a port that is in use to nobody who asks for a free one; Linux tells which ports are in use.
  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('is in use for the system until it is released', async () => {
    const { number, release } = await reservePort();
    expect(await isInUse(number)).toBe(true);
    release();
    await until(`port ${number} is free`, async () => !(await isInUse(number)));
  });

  test('is there for the program that knows it, again and again', async () => {
    const { number, release } = await reservePort();
    for (let times = 0; times < 2; times += 1) {
      const server = newServer();
      await listen(server, number);
      expect(await textAt(number)).toBe('it is me');
      await closeServer(server);
    }
    release();
  });
});
