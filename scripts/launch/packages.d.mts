export function missingPackages(root: string, want: { dev: boolean }): string[];
