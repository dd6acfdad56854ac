import { App } from 'aws-cdk-lib';
import { addJobwatch } from '../lib/stack/add-jobwatch.ts';

const app = new App();
await addJobwatch(app).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
app.synth();
