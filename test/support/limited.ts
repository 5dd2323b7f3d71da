/**
 * Starts work when mocha asks for the first piece of it, at most `width` pieces at a time, and hands each test the outcome of
 * its own: the tests of a matrix run side by side and are still reported one by one.
 */
export function limited(width: number): (work: () => Promise<void>) => () => Promise<void> {
  const pieces: { start(): void }[] = [];
  let begun = false;
  let running = 0;
  const next = () => {
    while (running < width && pieces.length > 0) pieces.shift()?.start();
  };
  return (work) => {
    let settle: (outcome: Promise<void>) => void;
    const outcome = new Promise<void>((resolve) => {
      settle = resolve;
    });
    // Looked at by the test that it belongs to; until then a failure is not an unhandled one.
    outcome.catch(() => undefined);
    pieces.push({
      start: () => {
        running++;
        const done = work();
        settle(done);
        void done
          .catch(() => undefined)
          .then(() => {
            running--;
            next();
          });
      },
    });
    return () => {
      if (!begun) {
        begun = true;
        next();
      }
      return outcome;
    };
  };
}
