import { stageCommand, usage } from './commands.ts';

try {
  process.exitCode = await stageCommand(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n${usage}` : (error as Error).message);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
