// In place of Microsoft's Python Debugger, which is not on npm: `debugpy` listens and speaks the Debug Adapter Protocol
// itself, so that connecting to it is all that such an extension does to attach.
const vscode = require('vscode');

module.exports.activate = (context) => {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory('debugpy', {
      createDebugAdapterDescriptor: ({ configuration: { connect } }) =>
        new vscode.DebugAdapterServer(connect.port, connect.host),
    }),
  );
  return { debug: { getDebuggerPackagePath: async () => process.env.LAMBDA_WORKBENCH_TEST_DEBUGPY } };
};
