import * as vscode from 'vscode';
import { escapeXml, timingSvg } from '../../core/timings/timingSvg.ts';
import { fineDuration, summarize, timingsCsv, totalMs } from '../../core/timings/timings.ts';
import type { TimingChart } from '../../core/timings/timings.ts';
import type { Dialogs } from '../dialogs.ts';
import { columnForOurs } from './readOnlyDocuments.ts';

const viewType = 'lambdaWorkbench.timings';
type Format = 'csv' | 'svg' | 'png';

/** Shows times as a chart with a table beneath, in a tab of its own. What it exports is what it shows, in the colours of the theme. */
export function showTimings(chart: TimingChart, dialogs: Pick<Dialogs, 'saveFile'>): void {
  const title = vscode.l10n.t('Times of {0}', chart.title);
  const where = { viewColumn: columnForOurs() };
  const options = { enableScripts: true, enableFindWidget: true, localResourceRoots: [] };
  const panel = vscode.window.createWebviewPanel(viewType, title, where, options);
  panel.webview.onDidReceiveMessage((message: unknown) => {
    const { format, data } = message as { format: Format; data: string };
    void save(chart, format, data, dialogs);
  });
  panel.webview.html = page(title, chart);
}

async function save(
  chart: TimingChart,
  format: Format,
  data: string,
  { saveFile }: Pick<Dialogs, 'saveFile'>,
): Promise<void> {
  const name = `${chart.title.replace(/[^\w-]+/g, '-')}-times.${format}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const proposed = vscode.Uri.joinPath(folder, name).fsPath;
  const title = vscode.l10n.t('Export {0}', format.toUpperCase());
  const file = await saveFile(title, proposed, { [format.toUpperCase()]: [format] });
  if (file === undefined) return;
  const bytes = format === 'csv' ? timingsCsv(chart) : data;
  try {
    await vscode.workspace.fs.writeFile(
      vscode.Uri.file(file),
      Buffer.from(bytes, format === 'png' ? 'base64' : 'utf8'),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be written: {1}', file, reason));
  }
}

function page(title: string, chart: TimingChart): string {
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'nonce-${nonce}'`;
  const { t } = vscode.l10n;
  const button = (format: Format, name: string) =>
    `<button data-format="${format}">${escapeXml(name)}</button>`;
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
${chart.notes.map((note) => `<p>${escapeXml(note)}</p>`).join('\n')}
${timingSvg(chart)}
<p class="buttons">${button('csv', t('Export CSV…'))} ${button('svg', t('Export SVG…'))} ${button('png', t('Export PNG…'))}</p>
${summaryTable(chart)}
${detailTable(chart)}
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}

function summaryTable({ series }: TimingChart): string {
  const { t } = vscode.l10n;
  const heads = ['', t('Invocations'), t('Shortest'), 'p50', 'p95', t('Longest')];
  const rows = series.map((one) => {
    const summary = summarize(one);
    const times = summary ? [summary.min, summary.p50, summary.p95, summary.max].map(fineDuration) : [];
    return [one.name, String(one.timings.length), ...times];
  });
  return table(t('Summary'), heads, rows);
}

function detailTable({ series }: TimingChart): string {
  const { t } = vscode.l10n;
  const heads = ['', '#', t('Initialisation'), t('Duration'), t('Together')];
  const rows = series.flatMap(({ name, timings }) =>
    timings.map((timing, at) => [
      name,
      String(at + 1),
      timing.initMs === undefined ? '–' : fineDuration(timing.initMs),
      fineDuration(timing.durationMs),
      fineDuration(totalMs(timing)),
    ]),
  );
  return table(t('Each invocation'), heads, rows);
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${escapeXml(text)}</th>`).join('');
  const body = rows.map(([first = '', ...others]) => {
    const cells = others.map((text) => `<td>${escapeXml(text)}</td>`).join('');
    return `<tr><th scope="row">${escapeXml(first)}</th>${cells}</tr>`;
  });
  return `<table><caption>${escapeXml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

const style = `
body { max-width: 760px; padding: 0 20px 20px; color: var(--vscode-foreground); font-family: var(--vscode-font-family); }
h1 { font-size: 1.3em; font-weight: 600; }
p { margin: 4px 0; color: var(--vscode-descriptionForeground); }
svg { display: block; width: 100%; margin: 16px 0 8px; overflow: visible; }
.buttons { margin: 8px 0 20px; }
button { border: 1px solid var(--vscode-button-border, var(--vscode-widget-border, transparent)); border-radius: 2px; padding: 4px 12px; font: inherit; cursor: pointer; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; margin-bottom: 24px; }
caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td { text-align: right; font-weight: normal; padding: 3px 8px; border-bottom: 1px solid var(--vscode-widget-border, rgba(128, 128, 128, .3)); font-variant-numeric: tabular-nums; }
th:first-child { text-align: left; padding-left: 0; }
thead th { color: var(--vscode-descriptionForeground); }
`;

/** A picture by itself knows no theme: the colours are written into it. */
const script = `
const api = acquireVsCodeApi();
const value = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim().replaceAll('"', "'");
const picture = () => {
  const copy = document.querySelector('svg').cloneNode(true);
  const [, , width, height] = copy.getAttribute('viewBox').split(' ').map(Number);
  const text = new XMLSerializer().serializeToString(copy).replace(/var\\((--[\\w-]+)\\)/g, (_, name) => value(name));
  const back = '<rect width="100%" height="100%" fill="' + value('--vscode-editor-background') + '"/>';
  const sized = text.replace(/<svg /, '<svg width="' + width + '" height="' + height + '" ').replace('</style>', '</style>' + back);
  return { text: sized, width, height };
};
const png = ({ text, width, height }) => new Promise((resolve, reject) => {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    resolve(canvas.toDataURL('image/png').split(',')[1]);
  };
  image.onerror = reject;
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
});
for (const button of document.querySelectorAll('button'))
  button.addEventListener('click', async () => {
    const { format } = button.dataset;
    const data = format === 'csv' ? '' : format === 'svg' ? picture().text : await png(picture());
    api.postMessage({ format, data });
  });
`;
