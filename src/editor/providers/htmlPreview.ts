import * as vscode from 'vscode';
import { documentSchemes } from '../../contributions.ts';
import { columnFor } from './readOnlyDocuments.ts';

const viewType = 'lambdaWorkbench.htmlPreview';

/** Shows the HTML that a function answered with, as far as that needs no script and no network. One panel for all. */
export class HtmlPreview implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;

  show(title: string, html: string): void {
    const panel = (this.#panel ??= this.#open());
    panel.title = title;
    panel.webview.html = pageAround(html);
    panel.reveal(panel.viewColumn, true);
  }

  #open(): vscode.WebviewPanel {
    const viewColumn = columnFor(documentSchemes.result);
    const where = { viewColumn, preserveFocus: true };
    const options = { enableScripts: false, enableForms: false, localResourceRoots: [] };
    const panel = vscode.window.createWebviewPanel(viewType, '', where, options);
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    return panel;
  }

  dispose(): void {
    this.#panel?.dispose();
  }
}

/**
 * The function's page in a frame of its own that may do nothing: no script, no form, no navigation, and by the policy of
 * the page around it nothing from the network. White beneath, as in a browser: pages are written for that.
 */
function pageAround(html: string): string {
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; frame-src 'none'";
  const source = html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style>html, body { margin: 0; padding: 0; height: 100%; } iframe { border: 0; width: 100%; height: 100%; background: #fff; color-scheme: light; }</style>
</head>
<body><iframe sandbox="" srcdoc="${source}"></iframe></body>
</html>`;
}
