/** `submit` refuses the whole batch, and nothing of it was taken; `id` names the event at fault. */
export class EventRefused extends Error {
  readonly id: string;

  constructor(id: string, why: string) {
    super(`Event ${id} is refused: ${why}`);
    this.name = 'EventRefused';
    this.id = id;
  }
}

/** The engine was stopped; nothing of what was handed over was taken. */
export class EngineStopped extends Error {
  constructor() {
    super('The engine has stopped');
    this.name = 'EngineStopped';
  }
}

/** The file was written by a newer version of Causeway. */
export class EngineFileTooNew extends Error {
  constructor(file: string, found: number, known: number) {
    super(`${file} has schema ${found}, this worker knows up to ${known}. Run the newer worker, or restore its file.`);
    this.name = 'EngineFileTooNew';
  }
}
