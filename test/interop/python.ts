/** Peers from PyPI: each in a virtual environment of its own, beside the downloads. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../core/error-text.ts';
import { runWell } from './command.ts';
import type { Peer, Step } from './peer.ts';

const OLDEST = [3, 11] as const;

/** A package with the file of the versions that its dependencies had when it was taken up. */
export interface PythonPackage extends Pick<Peer, 'name' | 'version'> {
  readonly constraints: string;
}

/** The folder of its commands. */
export function commandsOf({ name, version }: Pick<Peer, 'name' | 'version'>, home: string): string {
  return join(home, `${name}-${version}`, 'bin');
}

/**
 * Installs it, unless these very versions are installed. Rejects, with what to install, on a machine without Python 3.11 or its
 * venv, and where PyPI cannot be reached.
 */
export async function installPython(peer: PythonPackage, { home, signal }: Step): Promise<void> {
  const folder = join(home, `${peer.name}-${peer.version}`);
  const marker = join(folder, 'installed.txt');
  const wanted = `${peer.name}==${peer.version}\n${readFileSync(peer.constraints, 'utf8')}`;
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  await requirePython(signal);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const env = { PIP_CACHE_DIR: join(home, 'pip'), PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  await runWell('python3', ['-m', 'venv', folder], { signal });
  const requirement = `${peer.name}==${peer.version}`;
  await runWell(
    join(folder, 'bin', 'pip'),
    ['install', '--quiet', '--constraint', peer.constraints, requirement],
    { signal, env },
  );
  writeFileSync(marker, wanted);
}

async function requirePython(signal: AbortSignal): Promise<void> {
  const [major, minor] = OLDEST;
  const script = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${major}, ${minor}))`;
  try {
    await runWell('python3', ['-c', script], { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new Error(
      `python3 ${major}.${minor} or later with venv is missing: install it (Debian: apt-get install python3 python3-venv), ` +
        `or leave the peer out by --without. ${messageOf(cause)}`,
      { cause },
    );
  }
}
