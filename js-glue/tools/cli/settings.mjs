// What main.mjs decides before a command is loaded.
export const settings = {
  /** Threads of the instance that commands use. */
  threads: 1,
  /** Whether the standard output shows colours: on a terminal, unless NO_COLOR is set. */
  colours: false,
};
