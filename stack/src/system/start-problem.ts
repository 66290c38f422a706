/** The system could not start, or a part of it ended. The message is one clear line with what to do. */
export class StartProblem extends Error {}
