export { DeploymentError, type DeploymentErrorCode } from './cdk/deployment-error.ts';
export { JobwatchStack, type JobwatchStackProps } from './cdk/jobwatch-stack.ts';
export type { Config } from './config/config.ts';
export { ConfigError, type ConfigErrorCode, type Problem } from './config/error.ts';
export { loadConfig, type Origin, parseConfig } from './config/load.ts';
