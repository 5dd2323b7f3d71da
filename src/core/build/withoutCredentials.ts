/** A line of a tool's output without what must not be shown: user and password in addresses, signatures and tokens. */
export const withoutCredentials = (line: string): string =>
  line
    .replace(/(\b[a-z][\w+.-]*:\/\/)[^\s/@]+@/gi, '$1***@')
    .replace(/(\b[a-z][\w+.-]*:\/\/[^\s?'"]+)\?[^\s'"]+/gi, '$1?***')
    .replace(
      /\b(_auth\w*|_password|token|authorization)(["']?\s*[=:]\s*["']?)(?:(?:Bearer|Basic)\s+)?[^\s"',]+/gi,
      '$1$2***',
    );
