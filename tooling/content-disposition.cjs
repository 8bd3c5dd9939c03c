// Jest on Node 20 and 22 cannot load an ES module for CommonJS code, Node itself can: let Node do it.
const { createRequire } = process.getBuiltinModule('node:module');
const fromPackage = createRequire(`${process.cwd()}/package.json`);
const fromService = createRequire(fromPackage.resolve('@koi/service'));
module.exports = createRequire(fromService.resolve('@fastify/static'))('content-disposition');
