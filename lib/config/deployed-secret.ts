/**
 * Begins the placeholder for the ARN of a secret that a stack creates itself. It is followed by the
 * name of the environment variable that contains the ARN once the stack is deployed.
 */
export const environmentMark = 'environment:';
