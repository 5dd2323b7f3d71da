// Runs in the page, where the DOM's types hold that the rest of the project must not see. Hence plain JavaScript.
/* global document, getComputedStyle, navigator, HTMLInputElement, HTMLTextAreaElement */

/**
 * Everything readable on the page: text, labels, tooltips and what fields hold, also inside shadow trees.
 * @returns {string}
 */
export function readPage() {
  const found = [];
  const read = (root) => {
    found.push(root.textContent ?? '');
    for (const element of root.querySelectorAll('*')) {
      for (const name of ['aria-label', 'title', 'placeholder']) found.push(element.getAttribute(name) ?? '');
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
        found.push(element.value);
      if (element.shadowRoot) read(element.shadowRoot);
    }
  };
  // Style sheets are text of the body too, and of no interest to a reader.
  const body = document.body.cloneNode(true);
  for (const style of body.querySelectorAll('style, script')) style.remove();
  read(body);
  for (const field of document.querySelectorAll('input, textarea')) found.push(field.value);
  for (const host of document.querySelectorAll('*')) if (host.shadowRoot) read(host.shadowRoot);
  return found
    .filter((text) => text !== '')
    .join('\n')
    .replaceAll('\u00a0', ' ');
}

/**
 * The text of elements from top to bottom of the page, with plain blanks: VS Code draws lines in any order.
 * @param {any[]} elements
 * @returns {string[]}
 */
export function readLines(elements) {
  return elements
    .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
    .sort((one, other) => one.top - other.top)
    .map(({ text }) => text.replaceAll('\u00a0', ' '));
}

/**
 * Puts a text on the clipboard.
 * @param {string} text
 */
export async function copyText(text) {
  await navigator.clipboard.writeText(text);
}

/**
 * The colour of an element's text.
 * @param {any} element
 * @returns {string}
 */
export const colourOf = (element) => getComputedStyle(element).color;
