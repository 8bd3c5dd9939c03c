import { spawn, spawnSync } from 'node:child_process';

/** The OS user a program runs as; unset means the current one. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

export interface Outcome {
  readonly status: number | null;
  /** Standard output and error together. */
  readonly output: string;
  /** Set when the program could not even be started: `EACCES`, `ENOENT`. */
  readonly errorCode?: string;
}

/** Locale and time zone of the person at the terminal must not reach the database. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  ...(process.platform === 'win32' && { SystemRoot: process.env['SystemRoot'] }),
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** Runs a short program and never throws. The working directory is one every user may enter. */
export function runNow(program: string, args: readonly string[], runAs?: RunAs): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, [...args], {
    ...runAs,
    cwd: runAs ? '/' : undefined,
    env: cleanEnvironment(),
    encoding: 'utf8',
    windowsHide: true,
  });
  const failure: NodeJS.ErrnoException | undefined = error;
  const errorCode = failure?.code;
  return { status, output: `${stdout ?? ''}${stderr ?? ''}`, ...(errorCode && { errorCode }) };
}

/** As `runNow`, for programs that take longer than a blink. */
export function run(program: string, args: readonly string[], runAs?: RunAs): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      ...runAs,
      cwd: runAs ? '/' : undefined,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: null, output, errorCode: error.code ?? 'UNKNOWN' }),
    );
    child.on('close', (status) => resolve({ status, output }));
  });
}
