import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import type { DeployedService } from '../deployed/deployed-service.ts';

/** Loads a configuration, opens the deployed service, and passes both to `use`. */
export async function withDeployed<Result>(
  file: string,
  use: (open: Readonly<{ config: Config; deployed: DeployedService }>) => Promise<Result>,
): Promise<Result> {
  const config = await loadConfig(file);
  // the SDK's clients load slowly, and no other verb needs them
  const { openDeployedService } = await import('../deployed/deployed-service.ts');
  const deployed = openDeployedService(config);
  try {
    return await use({ config, deployed });
  } finally {
    deployed.close();
  }
}
