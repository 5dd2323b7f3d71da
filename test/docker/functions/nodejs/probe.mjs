// The same as probe.py, as far as a test asks Node for it.
console.log('module loaded');

const actions = {
  give: ({ value }, { awsRequestId }) => ({ given: value, requestId: awsRequestId }),
  fail: () => {
    throw new RangeError('as asked');
  },
};

export const handler = async (event, context) => actions[event.do](event, context);
