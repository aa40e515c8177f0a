#!/usr/bin/env node
/**
 * `hypogeum`: picks the command and loads only its files, so that help and a refused flag are
 * instant. Main thread of the CLI; owns nothing.
 */
import { UsageError } from '../base/errors.ts';
import { fail } from './fail.ts';
import { packageVersion } from './package-root.ts';

const help = `hypogeum: multiplayer rooms on Colyseus whose ticks run on worker threads

Usage
  hypogeum new NAME                    start a game: a folder with a room, a page and a test
  hypogeum serve [rooms-dir] [flags]   host every game in a folder (default: ./rooms)
  hypogeum soak --room NAME [flags]    join a game with bots, measure, report

  hypogeum new --help                  what it makes
  hypogeum serve --help                every flag of serve
  hypogeum soak --help                 every flag of soak
  hypogeum --version
`;

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
run(process.argv.slice(2)).catch(fail);

async function run(argv: readonly string[]): Promise<void> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'new':
      return (await import('./new.ts')).newProject(rest);
    case 'serve':
      return (await import('./serve.ts')).serve(rest);
    case 'soak':
      return (await import('./soak.ts')).soak(rest);
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(help);
      return;
    case '--version':
    case '-v':
      process.stdout.write(`${packageVersion()}\n`);
      return;
    case undefined:
      throw new UsageError('OPTION_INVALID', 'name a command: new, serve or soak (see --help)');
    default:
      throw new UsageError(
        'OPTION_INVALID',
        `there is no command "${command}": use new, serve or soak (see --help)`,
      );
  }
}
