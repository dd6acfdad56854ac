/**
 * Begins what stands for the ARN of a secret that a stack makes itself: the name of the environment
 * variable follows that has the ARN once the stack is deployed.
 */
export const environmentMark = 'environment:';
