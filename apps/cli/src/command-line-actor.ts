import { userInfo } from 'node:os';

/** Who works at this command line, as the trail of changes names them. */
export const commandLineActor = (): string => `command line (${userInfo().username})`;
