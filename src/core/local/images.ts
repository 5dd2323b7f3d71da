import type { FunctionManifest } from '../manifest/functionManifest.ts';

/** How an image is driven: by the Runtime Interface Emulator of AWS's images, or as the older lambci images. */
export type ImageContract = 'rie' | 'lambci';

/** Image by runtime, from the setting; wins over the rule, not over the manifest. */
export type ImageSetting = Readonly<Record<string, string>>;

/** The image that a function runs in: the manifest's, the setting's for its runtime, else AWS's own. */
export function imageOf(
  { runtime, local }: Pick<FunctionManifest, 'runtime' | 'local'>,
  setting: ImageSetting,
): string {
  return local?.image ?? (setting[runtime] || undefined) ?? imageOfRuntime(runtime);
}

/** `python3.13` → `public.ecr.aws/lambda/python:3.13`; the tags are those of the AWS gallery. */
function imageOfRuntime(runtime: string): string {
  // Go's own runtime is retired: its programs are custom runtimes and speak for themselves.
  const base = runtime === 'go1.x' ? 'provided.al2' : runtime;
  const [, language = base, version = ''] = /^([a-z]+?)(?:\.|(?=core)|(?=\d))(.+)$/.exec(base) ?? [];
  const tag = version.replace(/\.x$/, '');
  // The first custom runtime, on Amazon Linux 1, has a tag of its own.
  return `public.ecr.aws/lambda/${language}:${tag === '' ? 'alami' : tag}`;
}

/** Which contract an image speaks, by its name; the manifest can say otherwise. */
export function contractOf(image: string, local: FunctionManifest['local']): ImageContract {
  if (local?.contract !== undefined) return local.contract;
  return /(^|\/)lambci\/lambda(?=[:@]|$)|(^|\/)shogo82148\/lambda-[a-z]/.test(image) ? 'lambci' : 'rie';
}
