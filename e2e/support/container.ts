import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findProgram } from '../../testing/programs.ts';
import { findUnpacked } from '../../testing/release.ts';

/** What the image says of how it is run. */
export interface ImageConfig {
  User: string;
  Env: string[];
  Cmd: string[];
  Healthcheck: { Test: string[] };
}

/** The container's image, built from the release, and its files. */
export interface Image {
  config: ImageConfig;
  /** Folder that holds what the image's file system would. */
  files: string;
}

const BASE = 'localhost/caddy-stand-in';
const IMAGE = 'localhost/portal';
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** What is needed to build an image and to run it as it would be run: only root may become somebody else. */
export const canRunContainers = (): boolean =>
  process.getuid?.() === 0 && ['buildah', 'busybox', 'unshare', 'chroot'].every((name) => findProgram(name) !== undefined);

/** A program and the libraries that it is linked with. */
const withLibraries = (program: string): string[] => [
  program,
  ...Array.from(spawnSync('ldd', [program], { encoding: 'utf8' }).stdout.matchAll(/\/\S+/g), ([path]) => path),
];

/** In place of Caddy's own image, which no registry can be asked for here: Caddy, a shell and authorities. */
const layOutBase = (folder: string, caddy: string): void => {
  const put = (from: string, to: string): void => {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(from, join(folder, to), { dereference: true });
  };
  const busybox = findProgram('busybox') ?? '';
  put(caddy, '/usr/bin/caddy');
  put(busybox, '/bin/busybox');
  for (const name of ['sh', 'wget']) symlinkSync('busybox', join(folder, 'bin', name));
  for (const library of [caddy, busybox].flatMap((program) => withLibraries(program).slice(1))) put(library, library);
  if (existsSync(AUTHORITIES)) put(AUTHORITIES, AUTHORITIES);
  for (const name of ['dev', 'tmp']) mkdirSync(join(folder, name));
};

/** Builds the image of deploy/container/ as its first lines say, on a base that is made here. */
export const buildImage = (caddy: string): Image => {
  const directory = mkdtempSync(join(tmpdir(), 'portal-image-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const [storage, base, files] = [join(directory, 'storage'), join(directory, 'base'), join(directory, 'files')];
  const buildah = (command: string, ...args: string[]): string => {
    const stores = ['--root', storage, '--runroot', join(directory, 'run'), '--storage-driver', 'vfs'];
    return execFileSync('buildah', [...stores, command, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  };
  const build = (...args: string[]): string =>
    buildah('build', '--quiet', '--isolation', 'chroot', '--format', 'docker', ...args);
  try {
    layOutBase(base, caddy);
    writeFileSync(join(directory, 'Containerfile'), 'FROM scratch\nCOPY base/ /\nENV PATH=/usr/bin:/bin\n');
    build('--file', join(directory, 'Containerfile'), '--tag', BASE, directory);
    const context = findUnpacked();
    const file = join(context, 'deploy/container/Containerfile');
    build('--build-arg', `BASE=${BASE}`, '--file', file, '--tag', IMAGE, context);
    const { Docker } = JSON.parse(buildah('inspect', '--type', 'image', IMAGE)) as { Docker: { config: ImageConfig } };
    const container = buildah('from', '--pull-never', IMAGE);
    execFileSync('cp', ['--archive', buildah('mount', container), files]);
    return { config: Docker.config, files };
  } finally {
    for (const folder of [storage, base]) rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * The command that runs a program of the image as a runtime would: as its user, with its variables, and with nothing to write to
 * but /tmp; `alone` on a network of its own, on which nobody else has its port.
 */
export const inContainer = (
  files: string,
  { User, Env }: ImageConfig,
  command: readonly string[],
  { alone = false } = {},
): [program: string, args: string[]] => {
  const script = [
    'mount --bind "$0" "$0"',
    'mount -o remount,bind,ro "$0"',
    'mount --rbind /dev "$0/dev"',
    'mount -t tmpfs -o mode=1777 tmpfs "$0/tmp"',
    ...(alone ? ['busybox ip link set lo up'] : []),
    'exec chroot --userspec="$1" --groups="" "$0" /bin/busybox env -i "${@:2}"',
  ];
  const apart = ['--mount', '--propagation', 'private', ...(alone ? ['--net'] : [])];
  return ['unshare', [...apart, 'bash', '-c', script.join(' && '), files, User, ...Env, ...command]];
};

/** Puts a file of the installation's where a runtime would mount it. */
export const mount = (files: string, from: string, to: string): string => {
  mkdirSync(dirname(join(files, to)), { recursive: true });
  cpSync(from, join(files, to));
  // Whoever the image runs as.
  chmodSync(join(files, to), 0o644);
  return to;
};
