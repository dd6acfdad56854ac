"""moto's server with the CloudFormation types and the strictness that Jobwatch's deployment tests need."""
