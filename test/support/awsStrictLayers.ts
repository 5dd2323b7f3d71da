import type { LambdaCall } from './awsLambdaCall.ts';
import { invalid } from './awsRefusal.ts';
import type { Upstream } from './awsUpstream.ts';

const mostLayers = 5;

/** Layers of CreateFunction and UpdateFunctionConfiguration as AWS takes them: few, of the function's region, and there. */
export async function checkLayers({ request, data }: LambdaCall, upstream: Upstream): Promise<void> {
  const { Layers: listed } = data;
  const layers = Array.isArray(listed) ? listed.map(String) : [];
  if (layers.length > mostLayers) throw invalid(`Cannot reference more than ${mostLayers} layers.`);
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(request.headers.authorization))?.[1] ?? '';
  const names = layers.map((arn) => arn.split(':').slice(0, 7).join(':'));
  if (new Set(names).size < names.length) {
    throw invalid(
      'Two different versions of the same layer are not allowed to be referenced in the same function.',
    );
  }
  for (const arn of layers) {
    const parts = arn.split(':');
    if (parts.length !== 8) throw invalid(`Layer version ARN ${arn} is invalid.`);
    if (parts[3] !== region) {
      throw invalid(
        `Layers are not in the same region as the function. Layers are expected to be in region ${region}.`,
      );
    }
    const path = `/2018-10-31/layers/${parts[6]}/versions/${parts[7]}`;
    if ((await upstream.lambda(request, path)) === undefined)
      throw invalid(`Layer version ${arn} does not exist.`);
  }
}
