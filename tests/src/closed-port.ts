let given = 0;

/**
 * A port of 127.0.0.1 that nobody listens at, another one than the last. Below 1024, where no test and no server of a
 * developer's machine is: a free port may be taken by another spec meanwhile.
 */
export function closedPort(): number {
  given = (given % 5) + 1;
  return given;
}
