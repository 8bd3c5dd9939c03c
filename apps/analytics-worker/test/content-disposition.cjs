// Jest on Node 20 and 22 cannot load an ES module for CommonJS code, Node itself can: let Node do it.
const { createRequire } = process.getBuiltinModule('node:module');
const service = createRequire(createRequire(__filename).resolve('@koi/service'));
module.exports = createRequire(service.resolve('@fastify/static'))('content-disposition');
