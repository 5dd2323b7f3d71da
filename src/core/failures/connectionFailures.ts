import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';
import type { NextAction } from './failure.ts';

/** How a person signs in again for a profile. */
export interface SignIn {
  readonly command: 'sso' | 'login';
  /** The profile with the session; of a role profile the one at the end of its source_profile chain. */
  readonly profile: string;
}

/** What keeps a call from reaching AWS as somebody: profile, region, credentials, network. One factory per failure. */
export const connectionFailures = {
  unknownProfile: (profile: string, configFile: string) =>
    new Failure(
      'connection.unknownProfile',
      t('There is no AWS profile {0} in {1}. Choose another one, or add it there.', profile, configFile),
      { actions: [switchConnection(), openFile(configFile)] },
    ),
  noRegion: (profile: string | undefined, configFile: string) =>
    new Failure(
      'connection.noRegion',
      profile === undefined
        ? t(
            'No AWS region is set. Choose one with the connection, or set AWS_REGION or a region in {0}.',
            configFile,
          )
        : t(
            'The AWS profile {0} has no region. Choose one with the connection, or add it to the profile in {1}.',
            profile,
            configFile,
          ),
      { actions: [switchConnection(), openFile(configFile)] },
    ),
  unknownServices: (profile: string, services: string, configFile: string) =>
    new Failure(
      'connection.unknownServices',
      t(
        'The AWS profile {0} names the services section {1}, which is missing in {2}.',
        profile,
        services,
        configFile,
      ),
      { actions: [openFile(configFile)] },
    ),
  badEndpoint: (endpoint: string) =>
    new Failure(
      'connection.badEndpoint',
      t(
        'The endpoint {0} is not a URL that starts with http:// or https://. Correct it where it is set.',
        endpoint,
      ),
      { actions: [switchConnection()] },
    ),
  noSandboxEndpoint: () =>
    new Failure(
      'connection.noSandboxEndpoint',
      t('The local sandbox is not running. Start it and try again.'),
      {
        actions: [
          { kind: 'runCommand', title: t('Start Local Sandbox'), command: 'lambdaWorkbench.startSandbox' },
        ],
      },
    ),
  expired: (profile: string | undefined, signIn: SignIn | undefined, cause?: unknown) =>
    new Failure(
      'connection.expired',
      signIn === undefined
        ? t('The AWS credentials of {0} have expired. Renew them and try again.', owner(profile))
        : t('The AWS session of the profile {0} has ended. Sign in again and retry.', signIn.profile),
      {
        cause,
        actions: signIn === undefined ? [switchConnection()] : [signInAgain(signIn), switchConnection()],
      },
    ),
  noCredentials: (profile: string | undefined, cause?: unknown) =>
    new Failure(
      'connection.noCredentials',
      profile === undefined
        ? t(
            'No AWS credentials were found: none in the environment, in a default profile, or from the machine. Choose a profile.',
          )
        : t(
            'The AWS profile {0} gives no credentials. Complete it in the AWS configuration, or choose another one.',
            profile,
          ),
      { cause, actions: [switchConnection()] },
    ),
  processFailed: (profile: string, cause?: unknown) =>
    new Failure(
      'connection.processFailed',
      t(
        'The credential_process of the AWS profile {0} gave no credentials. Run that command in a terminal to see why.',
        profile,
      ),
      { cause, actions: [switchConnection()] },
    ),
  roleRefused: (profile: string | undefined, roleArn: string, cause?: unknown) =>
    new Failure(
      'connection.roleRefused',
      t(
        '{0} may not assume the role {1}. Check its trust policy and your permissions.',
        capital(owner(profile)),
        roleArn,
      ),
      { cause, actions: [switchConnection()] },
    ),
  mfaRefused: (profile: string | undefined, cause?: unknown) =>
    new Failure(
      'connection.mfaRefused',
      t('AWS did not accept the MFA code for {0}. Try again with a new code.', owner(profile)),
      { cause },
    ),
  credentialsRefused: (profile: string | undefined, cause?: unknown) =>
    new Failure(
      'connection.credentialsRefused',
      t(
        'AWS does not accept the credentials of {0}: key unknown, deactivated or wrong. Correct them, or choose another profile.',
        owner(profile),
      ),
      { cause, actions: [switchConnection()] },
    ),
  clockWrong: (cause?: unknown) =>
    new Failure(
      'connection.clockWrong',
      t("AWS refused the signature because of its time. Set this computer's clock and try again."),
      { cause },
    ),
  unreachable: (host: string, cause?: unknown) =>
    new Failure(
      'connection.unreachable',
      t(
        '{0} cannot be reached. Check the network, the proxy settings and the endpoint of the connection.',
        host,
      ),
      { cause, actions: [switchConnection(), openSetting(t('Proxy Settings'), 'http.proxy')] },
    ),
  timedOut: (host: string, operation: string, cause?: unknown) =>
    new Failure(
      'connection.timedOut',
      t('{0} did not answer {1}: the connection broke off or took too long. Try again.', host, operation),
      {
        cause,
      },
    ),
  certificate: (host: string, reason: string, cause?: unknown) =>
    new Failure(
      'connection.certificate',
      t(
        "The certificate of {0} is not trusted ({1}). Behind a company proxy, set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to the file with the company's certificate, or add it to the system's and keep http.systemCertificates on.",
        host,
        reason,
      ),
      { cause, actions: [openSetting(t('Certificate Settings'), 'http.systemCertificates')] },
    ),
  certificateFile: (variable: string, file: string) =>
    new Failure(
      'connection.certificateFile',
      t(
        'The certificate file {0} of {1} cannot be read, or holds no certificate in PEM form. Correct the path.',
        file,
        variable,
      ),
    ),
  badProxy: () =>
    new Failure(
      'connection.badProxy',
      t(
        'The proxy that is set is not a URL that starts with http:// or https://. Correct http.proxy or HTTPS_PROXY.',
      ),
      { actions: [openSetting(t('Proxy Settings'), 'http.proxy')] },
    ),
  proxyRefused: (status: string, cause?: unknown) =>
    new Failure(
      'connection.proxyRefused',
      t(
        'The proxy refused the connection to AWS with HTTP {0}. Check http.proxy or HTTPS_PROXY, and its user and password.',
        status,
      ),
      { cause, actions: [openSetting(t('Proxy Settings'), 'http.proxy')] },
    ),
};

const owner = (profile: string | undefined) =>
  profile === undefined ? t('the environment') : t('the profile {0}', profile);

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function signInAgain({ command, profile }: SignIn): NextAction {
  const argv =
    command === 'sso'
      ? ['aws', 'sso', 'login', '--profile', profile]
      : ['aws', 'login', '--profile', profile];
  return { kind: 'runInTerminal', title: t('Sign In to {0}', profile), argv };
}

const switchConnection = (): NextAction => ({
  kind: 'runCommand',
  title: t('Switch Connection…'),
  command: 'lambdaWorkbench.switchConnection',
});

const openFile = (file: string): NextAction => ({
  kind: 'openFile',
  title: t('Open AWS Config'),
  location: { file },
});

const openSetting = (title: string, setting: string): NextAction => ({ kind: 'openSetting', title, setting });
