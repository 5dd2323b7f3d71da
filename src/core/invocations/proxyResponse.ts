/** What a function behind API Gateway or a function URL answers with. */
export interface ProxyResponse {
  readonly statusCode: number;
  /** The body's text, decoded where it was base64. */
  readonly body: string;
  /** Lower case, without parameters; undefined when the response names none. */
  readonly contentType: string | undefined;
  readonly kind: 'json' | 'html' | 'text';
}

/** Reads a result as a proxy response; undefined when it is none, or has no body. Bytes that are no text are left as they are. */
export function proxyResponse(payload: string): ProxyResponse | undefined {
  const value = parsed(payload);
  if (!isObject(value)) return undefined;
  const { statusCode, body, isBase64Encoded, headers, multiValueHeaders } = value;
  if (typeof statusCode !== 'number' || typeof body !== 'string' || body === '') return undefined;
  const text = isBase64Encoded === true ? decoded(body) : body;
  const contentType = contentTypeIn(headers) ?? contentTypeIn(multiValueHeaders);
  return { statusCode, body: text, contentType, kind: kindOf(contentType, text) };
}

function kindOf(contentType: string | undefined, text: string): ProxyResponse['kind'] {
  if (contentType !== undefined && /[/+]json$/.test(contentType)) return 'json';
  if (contentType === 'text/html' || contentType === 'application/xhtml+xml') return 'html';
  // A type of its own that is neither is believed; without one the text itself tells.
  if (contentType !== undefined && contentType !== 'text/plain') return 'text';
  if (/^\s*<(!doctype html|html[\s>])/i.test(text)) return 'html';
  return /^\s*[[{]/.test(text) && parsed(text) !== undefined ? 'json' : 'text';
}

function contentTypeIn(headers: unknown): string | undefined {
  if (!isObject(headers)) return undefined;
  const entry = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const value: unknown = Array.isArray(entry) ? entry[0] : entry;
  return typeof value === 'string' ? value.split(';')[0]?.trim().toLowerCase() : undefined;
}

function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return base64;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
