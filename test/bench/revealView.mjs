/* global document, MutationObserver, performance */
// What runs in the page; in JavaScript, as the project's code knows no DOM.

/**
 * Clicks the icon of the views, and waits until a row is drawn with this text beside its name.
 *
 * @param {{ last: string, runtime: string }} row
 * @returns {Promise<number>} milliseconds
 */
export function revealAndWait({ last, runtime }) {
  const icons = [...document.querySelectorAll('.activitybar .action-label')];
  const icon = icons.find((one) => one.getAttribute('aria-label') === 'Lambda');
  if (icon === undefined) throw new Error('There is no icon of the views.');
  const isDrawn = () =>
    [...document.querySelectorAll('.pane .monaco-list-row')].some(
      (row) =>
        row.querySelector('.label-name')?.textContent === last &&
        row.querySelector('.label-description')?.textContent?.includes(runtime) === true,
    );
  return new Promise((resolve) => {
    const started = performance.now();
    const observer = new MutationObserver(() => {
      if (!isDrawn()) return;
      observer.disconnect();
      resolve(performance.now() - started);
    });
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
    });
    icon.click();
  });
}
