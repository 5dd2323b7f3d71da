import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { consoleUrl } from '../../src/core/consoleUrl.ts';

const arn = (partition: string, region: string) =>
  `arn:${partition}:lambda:${region}:123456789012:function:say_hi`;

describe('consoleUrl', () => {
  it('is on the host of the partition', () => {
    const at = (partition: string, region: string) => consoleUrl(arn(partition, region))?.split('/lambda')[0];
    assert.equal(at('aws', 'eu-west-1'), 'https://eu-west-1.console.aws.amazon.com');
    assert.equal(at('aws-cn', 'cn-north-1'), 'https://cn-north-1.console.amazonaws.cn');
    assert.equal(at('aws-us-gov', 'us-gov-west-1'), 'https://us-gov-west-1.console.amazonaws-us-gov.com');
    assert.equal(at('aws-iso', 'us-iso-east-1'), undefined);
  });
});
