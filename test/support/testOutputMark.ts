/** Begins each line that the tests in the extension host print, so that the runner shows these and no others. */
export const testOutputMark = '[tests] ';
