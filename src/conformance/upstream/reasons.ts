/** Tests that need a real server, and what of it. */
export const REASONS: { readonly [test: string]: string } = {}
