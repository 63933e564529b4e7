import { stageCommand, usage, WrongCommandLine } from './commands.ts';

try {
  process.exitCode = await stageCommand(process.argv.slice(2));
} catch (error) {
  const wrong =
    error instanceof WrongCommandLine || String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
  console.error(wrong ? `${(error as Error).message}\n${usage}` : (error as Error).message);
  process.exitCode = wrong ? 2 : 1;
}
