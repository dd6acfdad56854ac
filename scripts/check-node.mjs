// Run before what needs Node 24, in JavaScript that an older one can read.
const needed = 24;

if (Number(process.versions.node.split('.')[0]) < needed) {
  console.error(
    `The clone needs Node ${needed} and this is ${process.version}: "npm ci" brings one along where it knows the platform, else install it.`,
  );
  process.exitCode = 1;
}
