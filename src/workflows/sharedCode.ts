/** Code of the bundle with the manifests that others share with it. */
export const sharedCode = () => import('./manifestBundle.ts');
