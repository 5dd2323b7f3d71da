/** Planted as an environment value and as a credential. It must be found where a person put it, and nowhere else. */
export const secretMarker = 'MARKER-5f1d-secret-value';
