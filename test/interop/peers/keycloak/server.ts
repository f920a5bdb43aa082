/** Keycloak in development mode, from Maven Central, with an administrator of its master realm. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { messageOf } from '../../../../core/error-text.ts';
import { endGroup, lastLines, runWell, start } from '../../command.ts';
import type { Command } from '../../command.ts';
import type { Step } from '../../peer.ts';

export const KEYCLOAK = { name: 'keycloak', version: '26.7.3' };

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';

export interface KeycloakServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly administrator: { readonly username: string; readonly password: string };
  /** Ends it and waits for its end. */
  readonly stop: () => Promise<void>;
}

/** Unpacks the distribution, unless it is there. Rejects where Java or Maven is missing, or the artifact cannot be fetched. */
export async function installKeycloak({ home, signal }: Step): Promise<void> {
  if (existsSync(script(home))) return;
  await requireJava(signal);
  const draft = mkdtempSync(join(tmpdir(), 'keycloak-'));
  const artifact = `org.keycloak:keycloak-quarkus-dist:${KEYCLOAK.version}:zip`;
  await runWell('mvn', ['-q', '-B', COPY, `-Dartifact=${artifact}`, `-DoutputDirectory=${draft}`], {
    signal,
  });
  mkdirSync(home, { recursive: true });
  rmSync(folderIn(home), { recursive: true, force: true });
  // `mv`, since the temporary folder may be on another file system.
  await runWell('mv', [join(draft, `keycloak-${KEYCLOAK.version}`), folderIn(home)], { signal });
  await runWell('chmod', ['+x', script(home)], { signal });
}

export interface KeycloakOptions {
  /** The folder of its database. */
  readonly data: string;
  /** Its public address: all its URLs begin with it. */
  readonly hostname: string;
  readonly administrator: KeycloakServer['administrator'];
}

export const newAdministrator = () => ({ username: 'root', password: randomBytes(16).toString('hex') });

/** Starts it on a port that it chooses. */
export async function startKeycloak(
  { home, signal }: Step,
  { data, hostname, administrator }: KeycloakOptions,
): Promise<KeycloakServer> {
  const flags = ['--http-host=127.0.0.1', '--http-port=0', `--hostname=${hostname}`];
  const child = start('bash', [script(home), 'start-dev', ...flags], {
    signal,
    env: {
      KC_BOOTSTRAP_ADMIN_USERNAME: administrator.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
      KC_DB_URL: `jdbc:h2:file:${data}/keycloak;NON_KEYWORDS=VALUE`,
      JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx512m',
    },
  });
  const url = await addressOf(child);
  return { url, administrator, stop: () => stopped(child) };
}

async function requireJava(signal: AbortSignal): Promise<void> {
  try {
    await runWell('java', ['-version'], { signal });
    await runWell('mvn', ['-v'], { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new Error(
      'Java 17 or later, or Maven, is missing: install them (Debian: apt-get install openjdk-17-jre-headless maven), ' +
        `or leave the peer out by --without. ${messageOf(cause)}`,
      { cause },
    );
  }
}

const folderIn = (home: string) => join(home, `keycloak-${KEYCLOAK.version}`);
const script = (home: string) => join(folderIn(home), 'bin', 'kc.sh');

/** The address that it says it listens on. Rejects with its last lines where it ends before. */
function addressOf(child: Command): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    for (const output of [child.stdout, child.stderr])
      createInterface(output).on('line', (line) => {
        lines.push(line);
        const [, url] = /Listening on: (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
        if (url !== undefined) resolve(url);
      });
    child.once('close', () => {
      reject(new Error(`Keycloak ended: ${lastLines(lines.join('\n'))}`));
    });
  });
}

async function stopped(child: Command): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  endGroup(child, 'SIGTERM');
  await closed;
}
