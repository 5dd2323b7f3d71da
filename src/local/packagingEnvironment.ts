/** Variables that tools which install packages need: programs, home, proxy, certificates and their own settings. */
const wanted =
  /^(PATH|HOME|LANG|LC_ALL|TMPDIR|TEMP|TMP|SystemRoot|USERPROFILE|APPDATA|LOCALAPPDATA|PATHEXT|XDG_\w+|PYENV_\w+|PIP_\w+|UV_\w+|npm_config_\w+|COREPACK_\w+|PNPM_HOME|YARN_\w+|NVM_DIR|VOLTA_HOME|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|(https?|all|no)_proxy)$/i;

/** What such a tool is given of this machine's environment: no AWS credential is in it. */
export const packagingEnvironment = (host: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(host).filter(([name]) => wanted.test(name)));
